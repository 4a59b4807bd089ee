//! TLS, root certificates of the caller's own, and the ways through proxies.

use std::env;
use std::process::Command;
use std::sync::{Arc, Mutex};

use client_runtime::types::NoteId;
use client_runtime::{Client, Error};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::fault_server::{read_request, response};

/// For `api.example.com`, `localhost` and `127.0.0.1`, signed by itself, good until 2120.
const CERTIFICATE: &[u8] = include_bytes!("tls/certificate.pem");
const KEY: &[u8] = include_bytes!("tls/key.pem");

fn certificate() -> CertificateDer<'static> {
    CertificateDer::from_pem_slice(CERTIFICATE).unwrap()
}

fn acceptor() -> TlsAcceptor {
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate()],
            PrivateKeyDer::from_pem_slice(KEY).unwrap(),
        );
    TlsAcceptor::from(Arc::new(config.unwrap()))
}

/// What arrived, head by head.
type Log = Arc<Mutex<Vec<String>>>;

/// Serves a note to whoever asks. Gives the port.
async fn serve_notes() -> (u16, Log) {
    let (listener, port, log) = listen().await;
    let seen = Arc::clone(&log);
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let Ok(mut socket) = acceptor().accept(socket).await else {
                continue;
            };
            let head = read_request(&mut socket).await.unwrap();
            seen.lock().unwrap().push(head);
            let note = response("200 OK", "connection: close\r\n", br#"{"note_id": "n1"}"#);
            socket.write_all(&note).await.unwrap();
            socket.shutdown().await.unwrap();
        }
    });
    (port, log)
}

async fn listen() -> (TcpListener, u16, Log) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    (listener, port, Log::default())
}

async fn get(builder: client_runtime::ClientBuilder, base_url: &str) -> Result<NoteId, Error> {
    let client = builder.base_url(base_url).build()?;
    Ok(client.notes().get("n1").send().await?.into_inner().note_id)
}

#[tokio::test]
async fn a_root_certificate_of_your_own_is_trusted_if_you_say_so() {
    let (port, log) = serve_notes().await;
    let builder = || Client::builder("key", "secret");
    for base_url in [
        format!("https://localhost:{port}"),
        format!("https://127.0.0.1:{port}"),
    ] {
        let error = get(builder(), &base_url).await.unwrap_err();
        assert!(
            error.is_connect() && error.to_string().contains("certificate"),
            "{error}"
        );
        assert!(log.lock().unwrap().is_empty());

        let bundle = [CERTIFICATE, b"\n", CERTIFICATE].concat();
        for certificate in [CERTIFICATE.to_vec(), bundle, certificate().to_vec()] {
            let builder = builder().root_certificate(certificate);
            assert_eq!(get(builder, &base_url).await.unwrap(), "n1");
        }
        assert_eq!(log.lock().unwrap().drain(..).len(), 3);
    }
}

#[test]
fn what_is_no_certificate_is_refused() {
    let cut = &CERTIFICATE[..CERTIFICATE.len() / 2];
    for bad in [&b""[..], b"certificate", cut, KEY] {
        let error = Client::builder("key", "secret")
            .root_certificate(bad)
            .build()
            .unwrap_err();
        assert!(error.is_invalid_request(), "{error}");
        assert!(
            error.to_string().contains("a root certificate is not one"),
            "{error}"
        );
    }
}

/// An HTTP proxy that leads everywhere to the same port. With `over_tls` it has to be spoken to in TLS.
async fn tunnel(to: u16, over_tls: bool) -> (u16, Log) {
    let (listener, port, log) = listen().await;
    let seen = Arc::clone(&log);
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let seen = Arc::clone(&seen);
            tokio::spawn(async move {
                if over_tls {
                    let socket = acceptor().accept(socket).await.unwrap();
                    connect(socket, to, &seen).await;
                } else {
                    connect(socket, to, &seen).await;
                }
            });
        }
    });
    (port, log)
}

async fn connect(mut socket: impl AsyncRead + AsyncWrite + Unpin, to: u16, seen: &Log) {
    let head = read_request(&mut socket).await.unwrap();
    let welcome = !head.contains("Basic c3RyYW5nZXI6");
    seen.lock().unwrap().push(head);
    if welcome {
        socket.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
        let mut server = TcpStream::connect(("127.0.0.1", to)).await.unwrap();
        let _ = copy_bidirectional(&mut socket, &mut server).await;
    } else {
        socket
            .write_all(b"HTTP/1.1 407 Who are you?\r\n\r\n")
            .await
            .unwrap();
    }
}

/// A SOCKS5 proxy that leads everywhere to the same port, for whoever has user name and password. Logs the name and port
/// that it is asked for.
async fn socks(to: u16) -> (u16, Log) {
    let (listener, port, log) = listen().await;
    let seen = Arc::clone(&log);
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let mut greeting = [0; 3];
            socket.read_exact(&mut greeting).await.unwrap();
            assert_eq!(greeting, [5, 1, 2]);
            socket.write_all(&[5, 2]).await.unwrap();
            let mut login = [0; 11];
            socket.read_exact(&mut login).await.unwrap();
            assert_eq!(&login, b"\x01\x04user\x04p@ss");
            socket.write_all(&[1, 0]).await.unwrap();
            let mut request = [0; 5];
            socket.read_exact(&mut request).await.unwrap();
            assert_eq!(request[..4], [5, 1, 0, 3]);
            let mut name = vec![0; request[4].into()];
            socket.read_exact(&mut name).await.unwrap();
            let name = String::from_utf8(name).unwrap();
            let port = socket.read_u16().await.unwrap();
            seen.lock().unwrap().push(format!("{name}:{port}"));
            socket
                .write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0])
                .await
                .unwrap();
            let mut server = TcpStream::connect(("127.0.0.1", to)).await.unwrap();
            let _ = copy_bidirectional(&mut socket, &mut server).await;
        }
    });
    (port, log)
}

const VARIABLES: [&str; 9] = [
    "HTTP_PROXY",
    "http_proxy",
    "HTTPS_PROXY",
    "https_proxy",
    "ALL_PROXY",
    "all_proxy",
    "NO_PROXY",
    "no_proxy",
    "REQUEST_METHOD",
];

/// Makes a call in a process of its own, whose environment names a proxy. Says what became of it.
async fn call_with(base_url: &str, variables: &[(&'static str, String)]) -> String {
    let mut command = Command::new(env::current_exe().unwrap());
    for variable in VARIABLES {
        command.env_remove(variable);
    }
    command
        .args([
            "--exact",
            "tls::the_environment_names_the_proxy",
            "--nocapture",
        ])
        .env("CALL_THROUGH_PROXY", base_url)
        .envs(variables.iter().cloned());
    let output = tokio::task::spawn_blocking(move || command.output())
        .await
        .unwrap()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let outcome = text.lines().find_map(|line| line.split_once("outcome: "));
    outcome.unwrap_or_else(|| panic!("{text}")).1.to_owned()
}

#[tokio::test]
async fn the_environment_names_the_proxy() {
    if let Ok(base_url) = env::var("CALL_THROUGH_PROXY") {
        let (base_url, no_proxy) = base_url
            .strip_suffix(" no_proxy")
            .map_or((&*base_url, false), |url| (url, true));
        let builder = Client::builder("key", "secret").root_certificate(CERTIFICATE);
        let builder = builder.retry(client_runtime::RetryPolicy::none());
        let builder = if no_proxy {
            builder.no_proxy()
        } else {
            builder
        };
        let outcome = get(builder, base_url)
            .await
            .unwrap_or_else(|error| error.to_string().into());
        println!("\noutcome: {outcome}");
        return;
    }

    let (port, asked) = serve_notes().await;
    let (tunnel_port, tunnelled) = tunnel(port, false).await;
    let (tls_port, tunnelled_over_tls) = tunnel(port, true).await;
    let (socks_port, socksed) = socks(port).await;
    let proxy = format!("http://user:p%40ss@127.0.0.1:{tunnel_port}");
    let usual = "https://api.example.com";

    for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
        assert_eq!(call_with(usual, &[(name, proxy.clone())]).await, "n1");
        let head = tunnelled.lock().unwrap().remove(0);
        assert!(
            head.starts_with("CONNECT api.example.com:443 HTTP/1.1\r\n"),
            "{head}"
        );
        assert!(
            head.contains("\r\nProxy-Authorization: Basic dXNlcjpwQHNz\r\n"),
            "{head}"
        );
        assert!(!head.contains("a2V5OnNlY3JldA"), "{head}");
        let head = asked.lock().unwrap().remove(0);
        assert!(head.starts_with("GET /v1/notes/n1 HTTP/1.1\r\n"), "{head}");
        assert!(!head.to_ascii_lowercase().contains("proxy"), "{head}");
    }

    let over_tls = format!("https://localhost:{tls_port}");
    assert_eq!(call_with(usual, &[("HTTPS_PROXY", over_tls)]).await, "n1");
    assert!(tunnelled_over_tls.lock().unwrap()[0].starts_with("CONNECT api.example.com:443 "));
    let over_socks = format!("socks5://user:p%40ss@127.0.0.1:{socks_port}");
    assert_eq!(call_with(usual, &[("ALL_PROXY", over_socks)]).await, "n1");
    assert_eq!(*socksed.lock().unwrap(), ["api.example.com:443"]);

    let stranger = format!("http://stranger:p%40ss@127.0.0.1:{tunnel_port}");
    let outcome = call_with(usual, &[("HTTPS_PROXY", stranger)]).await;
    assert!(
        outcome.contains("no connection: ") && outcome.contains("proxy authorization required"),
        "{outcome}"
    );
    assert!(
        !outcome.contains("stranger")
            && !outcome.contains("c3RyYW5nZXI6")
            && !outcome.contains("p@ss"),
        "{outcome}"
    );
    let outcome = call_with(
        usual,
        &[("HTTPS_PROXY", proxy.replace("http://", "socks4://"))],
    )
    .await;
    assert!(
        outcome.contains("the proxy must be one of") && !outcome.contains("p@ss"),
        "{outcome}"
    );

    // From here on, no proxy may be used.
    tunnelled.lock().unwrap().clear();
    asked.lock().unwrap().clear();
    for host in ["localhost", "127.0.0.1"] {
        let base_url = format!("https://{host}:{port}");
        assert_eq!(
            call_with(&base_url, &[("HTTPS_PROXY", proxy.clone())]).await,
            "n1"
        );
        asked.lock().unwrap().remove(0);
    }
    let nowhere = "https://api.example.invalid";
    let no_proxy = [
        ("HTTPS_PROXY", proxy.clone()),
        ("NO_PROXY", "other.example, example.invalid".to_owned()),
    ];
    let outcome = call_with(nowhere, &no_proxy).await;
    assert!(outcome.contains("no connection: "), "{outcome}");
    let outcome = call_with(
        &format!("{nowhere} no_proxy"),
        &[("HTTPS_PROXY", proxy.clone())],
    )
    .await;
    assert!(outcome.contains("no connection: "), "{outcome}");
    assert!(tunnelled.lock().unwrap().is_empty());
}
