import { LintelError } from '@lintel/contracts';
import { readArtifactSettings, readKafkaSettings, type ArtifactSettings, type KafkaSettings } from '@lintel/data';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** All absent: events go through the log in the database. See `readKafkaSettings`. */
export const kafkaConfig = {
  /** `broker-1:9092,broker-2:9092` */
  KAFKA_BROKERS: z.string().optional(),
  KAFKA_TLS: z.enum(['true', 'false']).optional(),
  KAFKA_CA: z.string().optional(),
  KAFKA_CERT: z.string().optional(),
  KAFKA_KEY: z.string().optional(),
  KAFKA_SASL_MECHANISM: z.string().optional(),
  KAFKA_SASL_USERNAME: z.string().optional(),
  KAFKA_SASL_PASSWORD: z.string().optional(),
  KAFKA_REPLICATION_FACTOR: z.string().optional(),
};

/** Where models, dataset versions and checkpoints lie: a folder, or S3-compatible storage. See `readArtifactSettings`. */
export const artifactConfig = {
  ARTIFACT_DIR: z.string().optional(),
  S3_ENDPOINT: z.string().optional(),
  S3_BUCKET: z.string().optional(),
  S3_REGION: z.string().optional(),
  S3_PREFIX: z.string().optional(),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  S3_FORCE_PATH_STYLE: z.string().optional(),
};

/** What a program that loads models is told. */
export const modelConfig = {
  ...artifactConfig,
  /** Files of public keys (PEM), separated by commas: what none of them signed is not loaded. */
  MODEL_TRUSTED_KEYS: z.string({ error: 'is missing; the files of the public keys whose models are trusted' }),
};

/**
 * @returns undefined where no broker is configured
 * @throws LintelError INVALID_CONFIGURATION
 */
export function kafkaSettingsOf(config: object): KafkaSettings | undefined {
  return readKafkaSettings(z.object(kafkaConfig).parse(config));
}

/** @throws LintelError INVALID_CONFIGURATION */
export function artifactSettingsOf(config: object): ArtifactSettings {
  const settings = readArtifactSettings(z.object(artifactConfig).parse(config));
  if (settings !== undefined) return settings;
  throw new LintelError('INVALID_CONFIGURATION', {
    problem: 'There is no place for models and datasets.',
    expected: 'ARTIFACT_DIR, or S3_ENDPOINT and S3_BUCKET',
    received: 'none of them',
    cure: 'Set ARTIFACT_DIR to a folder that all programs share, or name an S3-compatible store.',
  });
}

/**
 * @param files separated by commas
 * @returns PEM texts
 * @throws LintelError INVALID_CONFIGURATION
 */
export function readTrustedKeys(files: string): string[] {
  return files.split(',').map((file) => readKey(file.trim(), 'MODEL_TRUSTED_KEYS', 'PUBLIC KEY'));
}

/**
 * @returns PEM text
 * @throws LintelError INVALID_CONFIGURATION
 */
export function readSigningKey(file: string): string {
  return readKey(file, 'MODEL_SIGNING_KEY', 'PRIVATE KEY');
}

function readKey(file: string, variable: string, kind: string): string {
  const invalid = (received: string, cause?: unknown): LintelError =>
    new LintelError('INVALID_CONFIGURATION', {
      problem: `${variable} names no key that can be used.`,
      expected: `a PEM file with an ed25519 ${kind.toLowerCase()}`,
      received,
      cure: `Correct ${variable}; \`npm start\` makes a pair of keys in its data folder.`,
      cause,
    });
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw invalid(cause instanceof Error ? cause.message : String(cause), cause);
  }
  if (!text.includes(`-----BEGIN ${kind}-----`)) throw invalid(`${file}, which holds none`);
  return text;
}
