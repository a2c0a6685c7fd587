# Build: everything is compiled here; nothing of it but the binary reaches the image that runs.
FROM rust:1.95-slim-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN cargo build --release --locked --package hoinongdan && strip target/release/hoinongdan

FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates curl \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --no-create-home hoinongdan \
    && install -d -m 0700 -o hoinongdan -g hoinongdan /var/lib/hoinongdan/attachments
COPY --from=build /src/target/release/hoinongdan /usr/local/bin/hoinongdan
USER hoinongdan
EXPOSE 8080 9090
ENTRYPOINT ["hoinongdan"]
CMD ["serve"]
