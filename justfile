# Everything the build machine checks, in the same order: run it before a push.
ci:
    .ci/run

# The tests. Those that need other people's guides look for them in KB_TEST_DATA and are skipped without.
test *arguments:
    cargo test --locked {{arguments}}

# Format and lints, as strict as in ci.
lint:
    cargo fmt --all --check
    cargo clippy --all-targets --locked -- -D warnings

# The benchmarks, some minutes. A name runs a part (`just bench phrase`); KB_BENCH_SECTIONS sets the size.
bench *filter:
    cargo bench --locked {{ if filter == "" { "" } else { "-- " + filter } }}

# What grows with the corpus, from 10,000 to 1,000,000 sections, and docs/growth.svg; or sizes (`just growth 10000 40000`).
# Takes an hour and some GB in the temporary folder; KB_GROWTH_CORPUS=FOLDER makes the corpora from real guides.
growth *sizes:
    cargo bench --locked --bench growth -- {{ if sizes == "" { "all" } else { sizes } }}

# The program from source, such as `just run search IaC --role platform`.
run *arguments:
    cargo run --locked --quiet -- {{arguments}}
