//! The `kb` program: hands its arguments to the library and returns the exit code.

fn main() -> std::process::ExitCode {
    kb::cli::run(std::env::args_os())
}
