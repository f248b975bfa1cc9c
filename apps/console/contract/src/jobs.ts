import {
  jobKindSchema,
  jobLogLineSchema,
  jobSchema,
  jobStatusSchema,
  modelNameSchema,
  scheduleSchema,
} from '@lintel/contracts';
import { z } from 'zod';

/** `GET /v1/jobs`: newest first. */
export const jobQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(25),
  /** The `nextCursor` of the previous page. */
  cursor: z.string().max(200).optional(),
  status: jobStatusSchema.optional(),
  kind: jobKindSchema.optional(),
  modelName: modelNameSchema.optional(),
});
export const jobPageSchema = z.object({
  items: z.array(jobSchema),
  nextCursor: z.string().max(200).nullable(),
});

/** `POST /v1/jobs`; the parameters depend on the kind. */
export const newJobSchema = z.object({
  kind: jobKindSchema,
  modelName: modelNameSchema,
  parameters: z.record(z.string(), z.unknown()).default({}),
});

/** `GET /v1/jobs/{id}/log` */
export const jobLogQuerySchema = z.object({
  /** Only lines after this sequence number. */
  after: z.coerce.number().int().min(0).default(0),
});
/** At most 1,000 lines. */
export const jobLogSchema = z.object({ lines: z.array(jobLogLineSchema) });

/** `POST /v1/schedules` and `PUT /v1/schedules/{id}` */
export const newScheduleSchema = scheduleSchema.pick({
  name: true,
  kind: true,
  modelName: true,
  parameters: true,
  cron: true,
  timeZone: true,
  missedRuns: true,
  enabled: true,
});
export const scheduleListSchema = z.object({ items: z.array(scheduleSchema) });
/** `POST /v1/schedules/next-runs`: for a form that is not saved yet. */
export const nextRunsRequestSchema = scheduleSchema.pick({ cron: true, timeZone: true });
export const nextRunsSchema = z.object({ nextRuns: z.array(z.iso.datetime()) });

export type JobQuery = z.infer<typeof jobQuerySchema>;
export type JobPage = z.infer<typeof jobPageSchema>;
export type NewJob = z.infer<typeof newJobSchema>;
export type NewSchedule = z.infer<typeof newScheduleSchema>;
