//! `orders-service`: one instance of the example provider, until it is interrupted.

use std::io::{self, Write};
use std::net::Ipv4Addr;

use clap::Parser;
use orders_service::{Config, Release, serve};
use tokio::net::TcpListener;

/// An example of a service behind an API Gateway stage.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// The port of 127.0.0.1 to listen on; 0 takes a free one
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The release to behave as: 1.0.0 or 2.0.0
    #[arg(long, default_value_t)]
    release: Release,
    /// Also answer Pact's provider states; never in production
    #[arg(long)]
    provider_states: bool,
}

#[tokio::main]
async fn main() -> io::Result<()> {
    let arguments = Arguments::parse();
    let config = Config { release: arguments.release, provider_states: arguments.provider_states };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, arguments.port)).await?;
    let address = listener.local_addr()?;
    writeln!(io::stdout(), "orders-service {} listens on http://{address}", config.release)?;
    serve(listener, config).await
}
