import { z } from 'zod';
import { secret } from '../config/secret';

/** Configuration of tracing. */
export const tracingConfig = {
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .describe(
      'Collector of OpenTelemetry traces over HTTP, http://collector:4318. Absent: they have ids and stay here.',
    )
    .optional(),
  OTEL_EXPORTER_OTLP_HEADERS: secret(z.string())
    .describe('Headers that the collector wants: name=value, separated by commas.')
    .optional(),
  OTEL_SERVICE_NAME: z
    .string()
    .min(1)
    .max(100)
    .describe(
      'Name of the program in traces and metrics. Absent: lintel-<vertical>, a trainer lintel-<vertical>-trainer.',
    )
    .optional(),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe('Share of the traces that begin here and are sent, from 0 to 1.'),
  CODE_COMMIT: z.string().describe('Of the code that runs; stands in metrics, traces and models.').optional(),
};

/** Configuration of a service's observability. */
export const observabilityConfig = {
  ...tracingConfig,
  METRICS_TOKEN: secret(z.string().min(16, 'needs at least 16 characters'))
    .describe('Whoever reads /metrics sends it as "Authorization: Bearer …". Absent: only callers on this machine do.')
    .optional(),
  DRAIN_DELAY_MS: z.coerce
    .number()
    .int()
    .min(0)
    .max(120_000)
    .default(0)
    .describe('How long a stopping service still answers while it says that it is not ready, milliseconds.'),
};

export const OBSERVABILITY = Symbol('lintel.observability');

export type TracingConfig = z.infer<z.ZodObject<typeof tracingConfig>>;
export type ObservabilityConfig = z.infer<z.ZodObject<typeof observabilityConfig>>;
