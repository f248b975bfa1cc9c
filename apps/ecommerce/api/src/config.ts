import { readKafkaSettings, type KafkaSettings } from '@lintel/data';
import { serviceConfig } from '@lintel/service';
import { z } from 'zod';

/** All absent: events go through the log in the database. See `readKafkaSettings`. */
const kafkaConfig = {
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

export const ecommerceConfigSchema = z.object({
  ...serviceConfig,
  ...kafkaConfig,
  /** Folder of the model that is served: `manifest.json` and the ONNX file. It may appear or change later. */
  MODEL_DIR: z.string({ error: 'is missing; the folder into which the model is trained' }),
  /** Threads that one prediction may use. Absent: one per core. */
  MODEL_THREADS: z.coerce.number().int().min(1).max(256).optional(),
});

export type EcommerceConfig = z.infer<typeof ecommerceConfigSchema>;

/**
 * @returns undefined where no broker is configured
 * @throws LintelError INVALID_CONFIGURATION
 */
export function kafkaSettingsOf(config: EcommerceConfig): KafkaSettings | undefined {
  return readKafkaSettings(z.object(kafkaConfig).parse(config));
}
