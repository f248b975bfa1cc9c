import { LintelError } from '@lintel/contracts';
import { z } from 'zod';

/** The connection settings of a cluster; only `brokers` is required. */
export const kafkaSettingsSchema = z.object({
  brokers: z.array(z.string().regex(/^.+:\d+$/, 'host:port')).min(1),
  clientId: z.string().min(1).default('lintel'),
  /** True: TLS with the system's certificate authorities. An object: PEM texts. */
  tls: z
    .union([
      z.boolean(),
      z.object({ ca: z.string().optional(), cert: z.string().optional(), key: z.string().optional() }).strict(),
    ])
    .default(false),
  sasl: z
    .object({
      mechanism: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']),
      username: z.string().min(1),
      password: z.string().min(1),
    })
    .optional(),
  /** For topics created by Lintel. Default: the broker's. */
  replicationFactor: z.int().min(1).optional(),
  sessionTimeoutMs: z.int().min(1_000).default(10_000),
  /** How long `publish` waits for a broker that does not respond, milliseconds. */
  publishTimeoutMs: z.int().min(100).default(30_000),
});

export type KafkaSettings = z.output<typeof kafkaSettingsSchema>;

/**
 * Reads KAFKA_BROKERS (comma separated), KAFKA_TLS (true), KAFKA_CA, KAFKA_CERT, KAFKA_KEY (PEM), KAFKA_SASL_MECHANISM,
 * KAFKA_SASL_USERNAME, KAFKA_SASL_PASSWORD and KAFKA_REPLICATION_FACTOR.
 * @returns undefined if no broker is configured
 * @throws LintelError INVALID_CONFIGURATION
 */
export function readKafkaSettings(env: Readonly<Record<string, string | undefined>>): KafkaSettings | undefined {
  const brokers = (env['KAFKA_BROKERS'] ?? '')
    .split(',')
    .map((broker) => broker.trim())
    .filter((broker) => broker !== '');
  if (brokers.length === 0) return undefined;
  const pem = { ca: env['KAFKA_CA'], cert: env['KAFKA_CERT'], key: env['KAFKA_KEY'] };
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = env;
  const parsed = kafkaSettingsSchema.safeParse({
    brokers,
    tls: Object.values(pem).some((text) => text !== undefined) ? pem : env['KAFKA_TLS'] === 'true',
    // Any of the three: a name without a mechanism would be ignored, and the broker would only close the connection.
    ...([mechanism, username, password].every((text) => text === undefined)
      ? {}
      : { sasl: { mechanism: mechanism?.toLowerCase(), username, password } }),
    ...(env['KAFKA_REPLICATION_FACTOR'] === undefined
      ? {}
      : { replicationFactor: Number(env['KAFKA_REPLICATION_FACTOR']) }),
  });
  if (parsed.success) return parsed.data;
  throw new LintelError('INVALID_CONFIGURATION', {
    problem: 'The settings for Kafka are not valid.',
    // Only the paths of invalid settings are reported: the values include a password.
    received: parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
    cure: 'Correct the KAFKA_… variables, for example KAFKA_BROKERS=broker-1:9092,broker-2:9092.',
  });
}
