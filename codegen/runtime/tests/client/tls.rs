//! Tests of TLS, of root certificates of the caller, and of proxies.

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

use crate::fault_server::{read_request, response, unheard};

/// A self-signed certificate for `api.example.com`, `localhost` and `127.0.0.1`, valid until 2120.
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

/// The heads of the requests.
type Log = Arc<Mutex<Vec<String>>>;

/// Starts a server that returns a note to each client. Returns its port.
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
async fn a_custom_root_certificate_is_trusted() {
    let (port, log) = serve_notes().await;
    let builder = || Client::builder("key", "secret");
    for base_url in [
        format!("https://localhost:{port}"),
        format!("https://127.0.0.1:{port}"),
    ] {
        let error = get(builder(), &base_url).await.unwrap_err();
        assert!(
            error.is_connect() && format!("{error:#}").contains("certificate"),
            "{error}"
        );
        assert!(!error.is_retryable() && error.attempts() == 1, "{error}");
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
fn an_invalid_certificate_is_rejected() {
    let cut = &CERTIFICATE[..CERTIFICATE.len() / 2];
    for bad in [&b""[..], b"certificate", cut, KEY] {
        let error = Client::builder("key", "secret")
            .root_certificate(bad)
            .build()
            .unwrap_err();
        assert!(error.is_invalid_request(), "{error}");
        assert!(
            error.to_string().contains("a root certificate is invalid"),
            "{error}"
        );
    }
}

/// Starts an HTTP proxy that connects every host to the same port. With `over_tls`, it accepts only TLS. It rejects the
/// user `stranger` and the host `forbidden.example.com`.
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
    let answer = if head.contains("Basic c3RyYW5nZXI6") {
        "407 Who are you?"
    } else if head.starts_with("CONNECT forbidden.example.com:443 ") {
        "403 No"
    } else if head.starts_with("CONNECT lost.example.com:443 ") {
        "502 Lost"
    } else {
        "200 OK"
    };
    seen.lock().unwrap().push(head);
    let answer_head = format!("HTTP/1.1 {answer}\r\n\r\n");
    socket.write_all(answer_head.as_bytes()).await.unwrap();
    if answer == "200 OK" {
        let mut server = TcpStream::connect(("127.0.0.1", to)).await.unwrap();
        let _ = copy_bidirectional(&mut socket, &mut server).await;
    }
}

/// Starts a SOCKS5 proxy that connects every host to the same port, if the client has user name and password. Logs the
/// requested name and port.
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

/// Makes a call in a process whose environment names a proxy. Returns the output.
async fn call_with(base_url: &str, variables: &[(&'static str, String)]) -> String {
    let mut command = Command::new(env::current_exe().unwrap());
    for variable in VARIABLES {
        command.env_remove(variable);
    }
    command
        .args([
            "--exact",
            "tls::the_environment_contains_the_proxy",
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

/// With `CALL_THROUGH_PROXY` in the environment, this test is the process of [`call_with`].
#[tokio::test]
async fn the_environment_contains_the_proxy() {
    if let Ok(base_url) = env::var("CALL_THROUGH_PROXY") {
        let (base_url, no_proxy) = base_url
            .strip_suffix(" no_proxy")
            .map_or((&*base_url, false), |url| (url, true));
        let builder = Client::builder("key", "secret").root_certificate(CERTIFICATE);
        let builder = if no_proxy {
            builder.no_proxy()
        } else {
            builder
        };
        let outcome = get(builder, base_url)
            .await
            .unwrap_or_else(|error| format!("{error:#}").into());
        println!("\noutcome: {outcome}");
        return;
    }

    let (port, asked) = serve_notes().await;
    let (tunnel_port, tunnelled) = tunnel(port, false).await;
    let (tls_port, tunnelled_over_tls) = tunnel(port, true).await;
    let (socks_port, socksed) = socks(port).await;
    let proxy = format!("http://user:p%40ss@127.0.0.1:{tunnel_port}");

    for name in ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
        assert_eq!(call_with(API, &[(name, proxy.clone())]).await, "n1");
        let head = tunnelled.lock().unwrap().remove(0);
        assert!(
            head.starts_with("CONNECT api.example.com:443 HTTP/1.1\r\n"),
            "{head}"
        );
        assert!(
            head.contains("\r\nproxy-authorization: Basic dXNlcjpwQHNz\r\n"),
            "{head}"
        );
        assert!(!head.contains("a2V5OnNlY3JldA"), "{head}");
        let head = asked.lock().unwrap().remove(0);
        assert!(head.starts_with("GET /v1/notes/n1 HTTP/1.1\r\n"), "{head}");
        assert!(!head.to_ascii_lowercase().contains("proxy"), "{head}");
    }

    let over_tls = format!("https://localhost:{tls_port}");
    assert_eq!(call_with(API, &[("HTTPS_PROXY", over_tls)]).await, "n1");
    assert!(tunnelled_over_tls.lock().unwrap()[0].starts_with("CONNECT api.example.com:443 "));
    let over_socks = format!("socks5://user:p%40ss@127.0.0.1:{socks_port}");
    assert_eq!(call_with(API, &[("ALL_PROXY", over_socks)]).await, "n1");
    assert_eq!(*socksed.lock().unwrap(), ["api.example.com:443"]);

    // No call after this point may use a proxy.
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
    let outcome = call_with(
        &format!("{NOWHERE} no_proxy"),
        &[("HTTPS_PROXY", "http://:hunter2@".to_owned())],
    )
    .await;
    assert!(outcome.contains("no connection to "), "{outcome}");
    assert!(tunnelled.lock().unwrap().is_empty());
}

const API: &str = "https://api.example.com";
const NOWHERE: &str = "https://api.example.invalid";

#[tokio::test]
async fn proxy_variables_have_the_same_meaning_as_for_curl() {
    let (port, _) = serve_notes().await;
    let (tunnel_port, _) = tunnel(port, false).await;
    let good = || format!("http://127.0.0.1:{tunnel_port}");
    let bad = || "ftp://127.0.0.1".to_owned();
    let empty = String::new;

    let lower_first = [("https_proxy", good()), ("HTTPS_PROXY", bad())];
    let empty_is_absent = [("https_proxy", empty()), ("HTTPS_PROXY", good())];
    let all_is_last = [("ALL_PROXY", bad()), ("HTTPS_PROXY", good())];
    let no_scheme = [("HTTPS_PROXY", format!("127.0.0.1:{tunnel_port}"))];
    let in_cgi = [
        ("HTTPS_PROXY", good()),
        ("REQUEST_METHOD", "GET".to_owned()),
    ];
    let not_for_https = [("HTTP_PROXY", bad()), ("HTTPS_PROXY", good())];
    let variables: [&[_]; 6] = [
        &lower_first,
        &empty_is_absent,
        &all_is_last,
        &no_scheme,
        &in_cgi,
        &not_for_https,
    ];
    for variables in variables {
        assert_eq!(call_with(API, variables).await, "n1", "{variables:?}");
    }
}

#[tokio::test]
async fn an_invalid_proxy_is_rejected_when_the_client_is_built() {
    for bad in [
        "ftp://user:hunter2@proxy.example.com",
        "socks4://user:hunter2@proxy.example.com",
        "://bad",
        "http://user:hunter2@proxy.example.com:3128 ",
        "http://user:hunter2@",
        "http://user:hunter2@:3128",
        "http://user:hunter2@proxy.example.com:99999",
        "http://user:hunter2@proxy.example.com:",
        "http://user:#hunter2@proxy.example.com",
        "/hunter2",
        "é",
    ] {
        for name in ["https_proxy", "ALL_PROXY"] {
            let outcome = call_with(API, &[(name, bad.to_owned())]).await;
            let refused = format!("nothing was sent: the environment variable {name} is not the ");
            assert!(outcome.starts_with(&refused), "{bad}: {outcome}");
            assert!(!outcome.contains("hunter2"), "{outcome}");
        }
    }
}

#[tokio::test]
async fn hosts_that_need_no_proxy_are_listed() {
    let (tunnel_port, tunnelled) = tunnel(0, false).await;
    let with = async |server: &str, list: &str| {
        let proxy = format!("http://127.0.0.1:{tunnel_port}");
        let variables = [("HTTPS_PROXY", proxy), ("NO_PROXY", list.to_owned())];
        call_with(server, &variables).await
    };
    for list in [
        "other.example, example.invalid",
        "other.example .example.invalid",
        "*.example.invalid",
        "API.example.invalid",
        "*",
    ] {
        let outcome = with(NOWHERE, list).await;
        assert!(outcome.contains("no connection to "), "{list}: {outcome}");
    }
    assert!(tunnelled.lock().unwrap().is_empty());
    for bad in ["example.invalid:443", "10.0.0.0/33", "10/8", "api.*"] {
        let outcome = with(NOWHERE, bad).await;
        let refused = format!("the environment variable NO_PROXY has the entry `{bad}`");
        assert!(outcome.contains(&refused), "{bad}: {outcome}");
    }
}

#[tokio::test]
async fn a_request_that_a_proxy_forbids_is_not_retried() {
    let (port, _) = serve_notes().await;
    let (tunnel_port, tunnelled) = tunnel(port, false).await;
    let proxy = |user| format!("http://{user}:p%40ss@127.0.0.1:{tunnel_port}");
    for (server, user, answer, attempts) in [
        (API, "stranger", "407 Proxy Authentication Required", 1),
        ("https://forbidden.example.com", "user", "403 Forbidden", 1),
        ("https://lost.example.com", "user", "502 Bad Gateway", 3),
    ] {
        let outcome = call_with(server, &[("HTTPS_PROXY", proxy(user))]).await;
        let host = server.strip_prefix("https://").unwrap();
        let again = if attempts > 1 { " (3 attempts)" } else { "" };
        let told = format!(
            "GET /v1/notes/{{note_id}}: no connection to {host}{again}: no connection through the proxy \
             127.0.0.1:{tunnel_port}: it answered {answer}"
        );
        assert_eq!(outcome, told);
        for secret in ["stranger", "c3RyYW5nZXI6", "p@ss", "p%40ss"] {
            assert!(!outcome.contains(secret), "{outcome}");
        }
        assert_eq!(tunnelled.lock().unwrap().drain(..).len(), attempts);
    }
}

/// Starts a SOCKS5 proxy that sends one answer after the other, and then disconnects. Logs the connections.
async fn refusing_socks(answers: &'static [&'static [u8]]) -> (u16, Log) {
    let (listener, port, log) = listen().await;
    let seen = Arc::clone(&log);
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            seen.lock().unwrap().push(String::new());
            for answer in answers {
                assert!(socket.read(&mut [0; 512]).await.unwrap() > 0);
                socket.write_all(answer).await.unwrap();
            }
        }
    });
    (port, log)
}

#[tokio::test]
async fn a_request_that_a_socks_proxy_rejects_is_not_retried() {
    const NO_LOGIN: &[u8] = b"\x05\xff";
    const WELCOME: &[u8] = b"\x05\x00";
    const FORBIDDEN: &[u8] = b"\x05\x02\0\x01\0\0\0\0\0\0";
    const UNREACHABLE: &[u8] = b"\x05\x04\0\x01\0\0\0\0\0\0";
    // In the last case it only disconnects, which is transient.
    const CASES: [(&[&[u8]], &str, usize); 4] = [
        (&[NO_LOGIN], "it rejected the connection", 1),
        (
            &[WELCOME, FORBIDDEN],
            "it rejected the connection: connection not allowed",
            1,
        ),
        (
            &[WELCOME, UNREACHABLE],
            "it rejected the connection: host unreachable",
            1,
        ),
        (&[b""], "unexpected eof", 3),
    ];
    for (answers, reason, attempts) in CASES {
        let (port, asked) = refusing_socks(answers).await;
        let outcome = call_with(API, &[("ALL_PROXY", format!("socks5://127.0.0.1:{port}"))]).await;
        let told = format!(": no connection through the proxy 127.0.0.1:{port}: {reason}");
        assert!(outcome.contains(&told), "{outcome}");
        assert_eq!(asked.lock().unwrap().len(), attempts, "{outcome}");
    }
}

#[tokio::test]
async fn the_error_names_a_proxy_that_does_not_listen() {
    let (_socket, address) = unheard();
    let port = address.rsplit(':').next().unwrap();
    for scheme in ["http", "socks5"] {
        let outcome = call_with(
            API,
            &[("ALL_PROXY", format!("{scheme}://127.0.0.1:{port}"))],
        )
        .await;
        let told =
            format!(": no connection through the proxy 127.0.0.1:{port}: tcp connect error: ");
        assert!(outcome.contains(&told), "{outcome}");
    }
}
