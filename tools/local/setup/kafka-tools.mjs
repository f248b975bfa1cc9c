import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SetupError } from './setup-error.mjs';

const OLDEST_JAVA = 17;
const JARS = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '.lintel', 'kafka');

/**
 * Reports at once what is missing to run Kafka on this machine: Java to run it, Maven to download it once.
 *
 * @param {{ java?: string, mvn?: string, jars?: string }} [places]
 */
export function requireKafkaTools({ java = 'java', mvn = 'mvn', jars = JARS } = {}) {
  const version = javaVersion(java);
  if (version === undefined || version < OLDEST_JAVA) {
    throw new SetupError({
      problem: `Apache Kafka needs Java ${OLDEST_JAVA} or newer.`,
      received: version === undefined ? 'java is not installed' : `Java ${version}`,
      cure: `install it (Debian, Ubuntu: sudo apt-get install openjdk-17-jre-headless; macOS: brew install openjdk@17), use Docker (docker compose -f tools/local/kafka/compose.yaml up) and set KAFKA_BROKERS, or run without Kafka: events are then stored in PostgreSQL`,
    });
  }
  if (isFetched(jars) || !spawnSync(mvn, ['--version']).error) return;
  throw new SetupError({
    problem: 'Maven, which downloads Apache Kafka once, is not installed.',
    cure: 'install it (Debian, Ubuntu: sudo apt-get install maven; macOS: brew install maven), or set KAFKA_BROKERS to a running Kafka',
  });
}

/**
 * @param {string} java
 * @returns {number | undefined} such as 17
 */
function javaVersion(java) {
  const { error, stderr } = spawnSync(java, ['-version'], { encoding: 'utf8' });
  if (error !== undefined) return undefined;
  const [, first, second] = /version "(\d+)(?:\.(\d+))?/.exec(stderr) ?? [];
  // Up to version 8 Java calls itself 1.x. On macOS a placeholder for a missing Java prints no version.
  return first === undefined ? undefined : Number(first === '1' ? second : first);
}

/** @param {string} jars */
function isFetched(jars) {
  try {
    return readdirSync(jars).some((name) => /^\d+\.\d+\.\d+$/.test(name));
  } catch {
    return false;
  }
}
