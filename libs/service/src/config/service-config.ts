import { z } from 'zod';

/** What every service is told by its environment. An app adds its own: `z.object({ ...serviceConfig, MODEL_DIR: … })`. */
export const serviceConfig = {
  /** Address to listen on; the loopback address unless it is opened on purpose. */
  HOST: z.string().default('127.0.0.1'),
  /** 0: any free one. */
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  DATABASE_URL: z.string({ error: 'is missing; postgres://user:password@host:port/database' }),
  /** Folder with the static export of the web app. Absent: the API alone. */
  WEB_DIR: z.string().optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'log', 'debug']).default('log'),
  /** How long a stopping service waits for requests in progress. */
  SHUTDOWN_TIMEOUT_MS: z.coerce.number().int().min(0).default(15_000),
};

export type ServiceConfig = z.infer<z.ZodObject<typeof serviceConfig>>;
