//! The binary `gatepact`: the outside world in, an exit code out.

use std::process::ExitCode;

use gatepact::Context;

fn main() -> ExitCode {
    gatepact::keep_caught_panics_quiet();
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            let _ = std::io::Write::write_fmt(
                &mut std::io::stderr(),
                format_args!("error: the asynchronous runtime did not start: {error}\n"),
            );
            return gatepact::Exit::Unknown.into();
        }
    };
    let context = Context::of_process();
    let exit = runtime.block_on(async {
        gatepact::interrupt_on_signals(context.interrupt.clone());
        let (mut stdout, mut stderr) = (std::io::stdout(), std::io::stderr());
        gatepact::run(std::env::args_os(), &context, &mut stdout, &mut stderr).await
    });
    exit.into()
}
