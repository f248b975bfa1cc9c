import { z } from 'zod';
import { TASK_MESSAGES, type TaskMessageCode } from '../tasks/task-messages';
import { ALERT_MESSAGES } from './alert-messages';
import { englishFormats } from './english-formats';
import { fillTemplate, type NumberFormat } from './fill-message';
import { GATE_MESSAGES } from './gate-messages';
import { JOB_MESSAGES } from './job-messages';

/** All translatable messages of the platform, by code, in English. */
export const MESSAGES = {
  ...GATE_MESSAGES,
  ...TASK_MESSAGES,
  ...ALERT_MESSAGES,
  ...JOB_MESSAGES,
} as const;
export type MessageCode = keyof typeof MESSAGES;
/** The codes that no task adds. */
export type PlatformMessageCode = Exclude<MessageCode, TaskMessageCode>;

/** A translatable message: the client looks up the code in the reader's language and fills in the values. */
export const messageSchema = z.object({
  code: z.string().max(100),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type Message = z.infer<typeof messageSchema>;

type SlotOf<Template extends string> = Template extends `${string}{${infer Slot}}${infer Rest}`
  ? Slot | SlotOf<Rest>
  : never;
type ValueOf<Slot extends string> = Slot extends `${string}:${NumberFormat}` ? number : string;
/** The values that a template requires, by name. */
export type ValuesOf<Code extends MessageCode> = {
  readonly [
    Slot in SlotOf<(typeof MESSAGES)[Code]> as Slot extends `${infer Name}:${string}` ? Name : Slot
  ]: ValueOf<Slot>;
};

/** @returns a message with its values; the compiler checks that none is missing */
export function message<Code extends MessageCode>(
  code: Code,
  ...[values]: keyof ValuesOf<Code> extends never ? [] : [values: ValuesOf<Code>]
): Message {
  return { code, values: { ...(values as Message['values'] | undefined) } };
}

/** The message in English, for the command line and logs; the code itself if it is unknown. */
export function inEnglish({ code, values }: Message): string {
  const template = (MESSAGES as Readonly<Record<string, string | undefined>>)[code];
  return template === undefined ? code : fillTemplate(template, values, englishFormats);
}
