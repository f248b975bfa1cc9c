import { z } from 'zod';
import { limitsConfig } from '../limits/limits-config';
import { observabilityConfig, type ObservabilityConfig } from '../tracing/observability-config';
import { appLinks } from './app-links';
import { secret } from './secret';

const baseConfig = {
  HOST: z.string().default('127.0.0.1').describe('Address to listen on. Default: only this machine.'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000).describe('Port to listen on; 0: any free port.'),
  DATABASE_URL: secret(z.string({ error: 'is missing; postgres://user:password@host:port/database' })).describe(
    'PostgreSQL: postgres://user:password@host:port/database',
  ),
  WEB_DIR: z
    .string()
    .describe('Folder with the static export of the web app. If unset, only the API is served.')
    .optional(),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .describe('URL of the app for browsers, if it is behind a proxy.')
    .optional(),
  APP_LINKS: appLinks.optional(),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'log', 'debug'])
    .default('log')
    .describe('Minimum level that is logged.'),
  SHUTDOWN_TIMEOUT_MS: z.coerce
    .number()
    .int()
    .min(0)
    .default(15_000)
    .describe('Maximum time that a stopping service waits for requests in progress, milliseconds.'),
};

/**
 * The configuration that all services have. An app adds its variables: `z.object({ ...serviceConfig, MODEL_DIR: … })`.
 */
export const serviceConfig = { ...baseConfig, ...limitsConfig, ...observabilityConfig };

/**
 * The configuration as read at startup. Limits and observability variables that are left out have the defaults of their
 * schemas.
 */
export type ServiceConfig = z.infer<z.ZodObject<typeof baseConfig>> &
  Partial<z.infer<z.ZodObject<typeof limitsConfig>> & ObservabilityConfig>;
