//! Measures the cost of calls over loopback. The server runs in a process of its own and returns constant responses.
//!
//! ```text
//! cargo bench -p users-benches                    # calls a second and CPU time, with 1 and 64 calls at a time
//! cargo bench -p users-benches -- instructions    # instructions per call; needs valgrind
//! cargo bench -p users-benches -- quick           # a short run, without useful numbers
//! ```
//!
//! Callgrind counts the instructions. The benchmark subtracts the counts of two runs with different numbers of calls,
//! so that setup does not count.

#![allow(missing_docs, reason = "a program")]

use std::env;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use cpu_time::ProcessTime;
use tokio::net::TcpListener;
use tokio::runtime::{self, Runtime};
use tokio::task::JoinSet;
use users_benches::{AnyError, Caller, Endpoint, listen};

fn main() -> Result<(), AnyError> {
    let arguments: Vec<_> = env::args()
        .skip(1)
        // `cargo bench` adds this argument.
        .filter(|argument| argument != "--bench")
        .collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    match *arguments {
        [] => times(Duration::from_secs(2)),
        ["quick"] => times(Duration::ZERO),
        ["instructions"] => instructions(),
        ["serve"] => serve(),
        ["calls", caller, endpoint, server, count] => {
            calls(caller, endpoint, server, count.parse()?)
        }
        _ => Err("the argument is `quick`, `instructions` or nothing".into()),
    }
}

/// The names of the callers.
const CALLERS: [&str; 2] = ["client", "bare"];

fn caller(name: &str, server: &str) -> Result<Caller, AnyError> {
    match name {
        "client" => Caller::client(server),
        _ => Ok(Caller::bare(server)),
    }
}

/// The server, in a process that ends with this one.
struct Server {
    address: String,
    process: Child,
}

impl Server {
    fn start() -> Result<Self, AnyError> {
        let mut process = Command::new(env::current_exe()?)
            .arg("serve")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut address = String::new();
        if let Some(output) = process.stdout.take() {
            BufReader::new(output).read_line(&mut address)?;
        }
        Ok(Self {
            address: address.trim().to_owned(),
            process,
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

/// Prints the address of the server, and runs it until standard input is closed.
fn serve() -> Result<(), AnyError> {
    let runtime = Runtime::new()?;
    let listener = runtime.block_on(TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))))?;
    println!("{}", listener.local_addr()?);
    runtime.spawn(listen(listener));
    io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}

/// Makes `count` calls, one after the other.
fn calls(name: &str, endpoint: &str, server: &str, count: usize) -> Result<(), AnyError> {
    let endpoint = Endpoint::ALL
        .into_iter()
        .find(|known| known.name() == endpoint);
    let endpoint = endpoint.ok_or("unknown endpoint")?;
    let caller = caller(name, server)?;
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        for _ in 0..count {
            caller.call(endpoint).await?;
        }
        Ok(())
    })
}

/// Prints the number of instructions per call.
fn instructions() -> Result<(), AnyError> {
    let server = Server::start()?;
    println!("{:<16} {:>12} {:>12}", "", "client", "baseline");
    for endpoint in Endpoint::ALL {
        let count = if matches!(endpoint, Endpoint::Search(_)) {
            2
        } else {
            200
        };
        print!("{:<16}", endpoint.name());
        for caller in CALLERS {
            let few = instructions_of(&server, caller, endpoint, count)?;
            let many = instructions_of(&server, caller, endpoint, 2 * count)?;
            print!(" {:>12}", (many - few) / count);
            io::stdout().flush()?;
        }
        println!();
    }
    Ok(())
}

fn instructions_of(
    server: &Server,
    caller: &str,
    endpoint: Endpoint,
    count: u64,
) -> Result<u64, AnyError> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(env::current_exe()?)
        .args([
            "calls",
            caller,
            endpoint.name(),
            &server.address,
            &count.to_string(),
        ])
        .output()?;
    let report = String::from_utf8_lossy(&output.stderr);
    let collected = report
        .lines()
        .find_map(|line| line.split_once("Collected : "));
    let (_, collected) =
        collected.ok_or_else(|| format!("valgrind reports no count:\n{report}"))?;
    Ok(collected.trim().parse()?)
}

/// Makes calls for the duration `patience`, and prints their number a second and their CPU time.
fn times(patience: Duration) -> Result<(), AnyError> {
    let server = Server::start()?;
    println!(
        "{:<16} {:>10} {:>8} {:>10} {:>12}",
        "", "at a time", "", "calls/s", "CPU µs/call"
    );
    for endpoint in Endpoint::ALL {
        for at_a_time in [1, 64] {
            for name in CALLERS {
                let runtime = Runtime::new()?;
                let caller = caller(name, &server.address)?;
                let run = runtime.block_on(run(&caller, endpoint, at_a_time, patience))?;
                println!(
                    "{:<16} {at_a_time:>10} {name:>8} {:>10.0} {:>12.1}",
                    endpoint.name(),
                    run.calls_a_second,
                    run.cpu_micros
                );
            }
        }
    }
    Ok(())
}

struct Run {
    calls_a_second: f64,
    cpu_micros: f64,
}

async fn run(
    caller: &Caller,
    endpoint: Endpoint,
    at_a_time: usize,
    patience: Duration,
) -> Result<Run, AnyError> {
    // The first call opens the connection.
    caller.call(endpoint).await?;
    let (start, cpu) = (Instant::now(), ProcessTime::now());
    let mut workers = JoinSet::new();
    for _ in 0..at_a_time {
        let caller = caller.clone();
        workers.spawn(async move {
            let mut calls = 0_u32;
            loop {
                caller.call(endpoint).await?;
                calls += 1;
                if start.elapsed() >= patience {
                    return Ok::<_, AnyError>(calls);
                }
            }
        });
    }
    let mut calls = 0;
    while let Some(done) = workers.join_next().await {
        calls += done??;
    }
    Ok(Run {
        calls_a_second: f64::from(calls) / start.elapsed().as_secs_f64(),
        cpu_micros: cpu.elapsed().as_secs_f64() * 1e6 / f64::from(calls),
    })
}
