import { z } from 'zod';
import { secret } from '../config/secret';

/** Configuration of tracing. */
export const tracingConfig = {
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .describe(
      'OpenTelemetry collector for traces over HTTP, http://collector:4318. If unset, traces have ids but are not sent.',
    )
    .optional(),
  OTEL_EXPORTER_OTLP_HEADERS: secret(z.string())
    .describe('Headers for the collector: name=value, separated by commas.')
    .optional(),
  OTEL_SERVICE_NAME: z
    .string()
    .min(1)
    .max(100)
    .describe(
      'Name of the program in traces and metrics. Default: lintel-<vertical>, for a trainer lintel-<vertical>-trainer.',
    )
    .optional(),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe('Share of new traces to send, from 0 to 1.'),
  CODE_COMMIT: z.string().describe('Commit of the running code, shown in metrics, traces and models.').optional(),
};

/** Configuration of a service's observability. */
export const observabilityConfig = {
  ...tracingConfig,
  METRICS_TOKEN: secret(z.string().min(16, 'needs at least 16 characters'))
    .describe(
      'Token for /metrics, sent as "Authorization: Bearer …". If unset, only callers on this machine can read it.',
    )
    .optional(),
  DRAIN_DELAY_MS: z.coerce
    .number()
    .int()
    .min(0)
    .max(120_000)
    .default(0)
    .describe('How long a stopping service still answers while it reports not ready, milliseconds.'),
};

export const OBSERVABILITY = Symbol('lintel.observability');

export type TracingConfig = z.infer<z.ZodObject<typeof tracingConfig>>;
export type ObservabilityConfig = z.infer<z.ZodObject<typeof observabilityConfig>>;
