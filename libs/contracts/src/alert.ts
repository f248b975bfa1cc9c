import { z } from 'zod';
import { messageSchema } from './messages/message';

export const alertSchema = z.object({
  id: z.uuid(),
  /** The kind of problem. While an alert is open, the same problem does not open a second one. */
  kind: z.enum(['drift', 'job-failed', 'dead-letters', 'lag', 'refused-events']),
  severity: z.enum(['warning', 'critical']),
  /** The vertical whose people see the alert. */
  vertical: z.string(),
  /** Model, job or consumer group. */
  subject: z.string(),
  /** In English. */
  title: z.string(),
  detail: z.string(),
  /** The same text as translatable messages; null for alerts created before messages existed. */
  messages: z.object({ title: messageSchema, detail: z.array(messageSchema) }).nullable(),
  state: z.enum(['open', 'acknowledged', 'resolved']),
  /** True until `silencedUntil`. */
  silenced: z.boolean(),
  silencedUntil: z.iso.datetime().nullable(),
  openedAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  /**
   * The number of distinct causes, such as failed jobs or drifted windows. Checking the same cause again does not
   * count.
   */
  seen: z.int().min(1),
  acknowledgedBy: z.string().max(100).nullable(),
  acknowledgedAt: z.iso.datetime().nullable(),
  note: z.string().max(1_000).nullable(),
  resolvedAt: z.iso.datetime().nullable(),
});
export type Alert = z.infer<typeof alertSchema>;
