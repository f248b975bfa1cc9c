import { LintelError } from '@lintel/contracts';
import { readArtifactSettings, type ArtifactSettings } from '@lintel/data';
import { readKafkaSettings, type KafkaSettings } from '@lintel/streams';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type ConfigCheck } from './read-config';
import { oidcSettingsOf } from '../sign-in/oidc-settings';
import { secret } from './secret';

/** If all are absent, events go through the log in the database. See `readKafkaSettings`. */
export const kafkaConfig = {
  KAFKA_BROKERS: z.string().describe('Kafka brokers, host:port, separated by commas.').optional(),
  KAFKA_TLS: z.enum(['true', 'false']).describe('Whether to connect to Kafka over TLS.').optional(),
  KAFKA_CA: z.string().describe('CA certificate (PEM) of the brokers.').optional(),
  KAFKA_CERT: z.string().describe('Client certificate (PEM).').optional(),
  KAFKA_KEY: secret(z.string()).describe('Private key (PEM) of the client certificate.').optional(),
  KAFKA_SASL_MECHANISM: z.string().describe('plain, scram-sha-256 or scram-sha-512.').optional(),
  KAFKA_SASL_USERNAME: z.string().describe('Kafka user name.').optional(),
  KAFKA_SASL_PASSWORD: secret(z.string()).describe('Password of that user.').optional(),
  KAFKA_REPLICATION_FACTOR: z
    .string()
    .describe("Replication factor of the topics. Default: the brokers' setting.")
    .optional(),
};

/**
 * Where models, dataset versions and checkpoints are stored: a folder, or S3-compatible storage. See
 * `readArtifactSettings`.
 */
export const artifactConfig = {
  ARTIFACT_DIR: z.string().describe('Folder of the models and datasets, shared by all programs.').optional(),
  S3_ENDPOINT: z.string().describe('Instead of ARTIFACT_DIR: URL of S3-compatible storage.').optional(),
  S3_BUCKET: z.string().describe('Name of the bucket.').optional(),
  S3_REGION: z.string().describe('Region of the bucket.').optional(),
  S3_PREFIX: z.string().describe('Folder in the bucket.').optional(),
  S3_ACCESS_KEY_ID: z.string().describe('Access key id of the bucket.').optional(),
  S3_SECRET_ACCESS_KEY: secret(z.string()).describe('Secret access key of the bucket.').optional(),
  S3_FORCE_PATH_STYLE: z.string().describe('false: the bucket is part of the host name.').optional(),
};

/** Configuration of programs that load models. */
export const modelConfig = {
  ...artifactConfig,
  MODEL_TRUSTED_KEYS: z
    .string({ error: 'is missing; the files of the trusted public keys' })
    .describe('Files of trusted public keys (PEM), separated by commas. Only models signed by one of them are loaded.'),
};

/**
 * @returns undefined if no broker is configured
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
    problem: 'No storage for models and datasets is configured.',
    expected: 'ARTIFACT_DIR, or S3_ENDPOINT and S3_BUCKET',
    received: 'neither',
    cure: 'Set ARTIFACT_DIR to a folder that all programs share, or name an S3-compatible store.',
  });
}

/** Checks of every app's configuration that involve several variables. */
export const PLATFORM_CHECKS: readonly ConfigCheck<object>[] = [
  kafkaSettingsOf,
  artifactSettingsOf,
  oidcSettingsOf,
  (config) => {
    const { MODEL_TRUSTED_KEYS } = z.object({ MODEL_TRUSTED_KEYS: z.string().optional() }).parse(config);
    if (MODEL_TRUSTED_KEYS !== undefined) readTrustedKeys(MODEL_TRUSTED_KEYS);
  },
];

/**
 * @param files paths separated by commas, or PEM texts, as read from MODEL_TRUSTED_KEYS_FILE
 * @returns PEM texts
 * @throws LintelError INVALID_CONFIGURATION
 */
export function readTrustedKeys(files: string): string[] {
  return files.split(',').map((file) => readKey(file.trim(), 'MODEL_TRUSTED_KEYS', 'PUBLIC KEY'));
}

/**
 * @param file a path, or the PEM text, as read from MODEL_SIGNING_KEY_FILE
 * @returns PEM text
 * @throws LintelError INVALID_CONFIGURATION
 */
export function readSigningKey(file: string): string {
  return readKey(file, 'MODEL_SIGNING_KEY', 'PRIVATE KEY');
}

const BEGIN = '-----BEGIN ';

function readKey(file: string, variable: string, kind: string): string {
  const invalid = (received: string, cause?: unknown): LintelError =>
    new LintelError('INVALID_CONFIGURATION', {
      problem: `${variable} does not contain a usable key.`,
      expected: `a PEM file with an ed25519 ${kind.toLowerCase()}`,
      received,
      cure: `Correct ${variable}; \`npm start\` makes a pair of keys in its data folder.`,
      cause,
    });
  if (file.includes(BEGIN)) {
    if (!file.includes(`${BEGIN}${kind}-----`)) throw invalid('a PEM text of another kind');
    return file;
  }
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw invalid(cause instanceof Error ? cause.message : String(cause), cause);
  }
  if (!text.includes(`${BEGIN}${kind}-----`)) throw invalid(`${file}, which holds none`);
  return text;
}
