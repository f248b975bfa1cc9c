import { inEnglish, message, type GateReport, type Message } from '@lintel/contracts';

/** One condition of a promotion and its result. */
export type Gate = GateReport['gates'][number];

export interface GateVerdict {
  readonly name: Gate['name'];
  readonly passed: boolean;
  readonly expected: readonly Message[];
  readonly received: Message;
  readonly reason: readonly Message[];
}

/** Builds a gate result from translatable sentences, with English text for the command line and logs. */
export function gate({ name, passed, expected, received, reason }: GateVerdict): Gate {
  return {
    name,
    passed,
    expected: expected.map(inEnglish).join(', '),
    received: inEnglish(received),
    reason: reason.map(inEnglish).join(' '),
    messages: { expected: [...expected], received: [received], reason: [...reason] },
  };
}

/** The result of every gate that needs an evaluation, if the model has none. */
export const UNMEASURED = {
  passed: false,
  received: message('gate.unmeasured.received'),
  reason: [message('gate.unmeasured.reason')],
};
