# Roundhouse with its own Java and git, for a repository that is mounted at /work:
#   docker build -t roundhouse .
#   docker run --rm -it -u "$(id -u):$(id -g)" -v "$PWD:/work/$(basename "$PWD")" -w "/work/$(basename "$PWD")" roundhouse status
# Worktrees lie beside the checkout, in /work. Agents run inside: add the one that you use, as in the last lines below.
#
# Not tried: no Docker engine was at hand when this was written. What it does was done step by step on Debian 12 (amd64):
# 'mvn package -Pdist' on JDK 25, and the unpacked archive with an empty environment and no Java on PATH.
FROM maven:3-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
RUN mvn -B -ntp -DskipTests -Dspotless.check.skip=true package -pl cli -am -Pdist \
    && mkdir /opt/roundhouse \
    && tar -xzf cli/target/dist/roundhouse-*.tar.gz --strip-components=1 -C /opt/roundhouse

FROM debian:12-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends git ca-certificates openssh-client util-linux \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 1000 roundhouse \
    && install -d -o roundhouse -g roundhouse /work \
    && git config --system --add safe.directory '*'
COPY --from=build /opt/roundhouse /opt/roundhouse
RUN ln -s /opt/roundhouse/bin/roundhouse /usr/local/bin/roundhouse
# an agent and what your gate needs, for example:
# RUN apt-get update && apt-get install -y --no-install-recommends nodejs npm && npm install -g @anthropic-ai/claude-code
USER roundhouse
WORKDIR /work
ENTRYPOINT ["roundhouse"]
CMD ["--help"]
