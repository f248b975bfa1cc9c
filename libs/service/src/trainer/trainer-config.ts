import { cacheFolder } from '@lintel/contracts';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { kafkaConfig, modelConfig } from '../config/platform-config';
import { secret } from '../config/secret';
import { serviceConfig } from '../config/service-config';
import { privacyConfig } from '../privacy/privacy-config';
import { tracingConfig } from '../tracing/observability-config';

/** Configuration of a trainer and its job processes. */
export const trainerConfigSchema = z.object({
  ...kafkaConfig,
  ...modelConfig,
  ...privacyConfig,
  ...tracingConfig,
  DATABASE_URL: serviceConfig.DATABASE_URL,
  LOG_LEVEL: serviceConfig.LOG_LEVEL,
  MODEL_SIGNING_KEY: secret(z.string({ error: 'is missing; the file of the private key that signs models' })).describe(
    'File of the private key (PEM, ed25519) that signs registered models.',
  ),
  WORK_DIR: z
    .string({ error: 'is missing; a folder for the work of the jobs' })
    .describe('Working folder of running jobs.'),
  /** Folder for downloads and decoded datasets. */
  CACHE_DIR: z.string().default(() => cacheFolder(process.env, homedir())),
  BACKBONE_DIR: z
    .string()
    .optional()
    .describe('Folder of the pretrained networks that were added. Default: `backbones` in CACHE_DIR.'),
  RETENTION_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .optional()
    .describe(
      'Days after which the vertical removes the data about its subjects. If unset, only deleted data is removed.',
    ),
  /** Concurrent jobs of each kind. */
  TRAINER_CONCURRENCY: z.coerce.number().int().min(1).max(64).default(1),
  /** How long a job stays assigned to a trainer that does not respond, milliseconds. */
  TRAINER_LEASE_MS: z.coerce.number().int().min(1_000).default(15_000),
});
export type TrainerConfig = z.infer<typeof trainerConfigSchema>;

/** The folder of the pretrained networks. */
export const backboneDirOf = ({ BACKBONE_DIR, CACHE_DIR }: TrainerConfig): string =>
  BACKBONE_DIR ?? join(CACHE_DIR, 'backbones');
