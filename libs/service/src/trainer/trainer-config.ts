import { cacheFolder } from '@lintel/contracts';
import { homedir } from 'node:os';
import { z } from 'zod';
import { kafkaConfig, modelConfig } from '../config/platform-config';
import { serviceConfig } from '../config/service-config';

/** What a trainer and the processes of its jobs are told. */
export const trainerConfigSchema = z.object({
  ...kafkaConfig,
  ...modelConfig,
  DATABASE_URL: serviceConfig.DATABASE_URL,
  LOG_LEVEL: serviceConfig.LOG_LEVEL,
  /** File of the private key (PEM, ed25519) that signs what is registered. */
  MODEL_SIGNING_KEY: z.string({ error: 'is missing; the file of the private key that signs models' }),
  /** Folder of what jobs are in the middle of. */
  WORK_DIR: z.string({ error: 'is missing; a folder for the work of the jobs' }),
  /** Downloads and decoded datasets. */
  CACHE_DIR: z.string().default(() => cacheFolder(process.env, homedir())),
  /** Of the code that runs; stands in every model that it makes. */
  CODE_COMMIT: z.string().optional(),
  /** Jobs of each kind at a time. */
  TRAINER_CONCURRENCY: z.coerce.number().int().min(1).max(64).default(1),
  /** How long a job is another's when nothing is heard of its trainer, milliseconds. */
  TRAINER_LEASE_MS: z.coerce.number().int().min(1_000).default(15_000),
});
export type TrainerConfig = z.infer<typeof trainerConfigSchema>;
