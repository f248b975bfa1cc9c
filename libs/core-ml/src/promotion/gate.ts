import { inEnglish, message, type GateReport, type Message } from '@lintel/contracts';

/** One condition of a promotion, and how it was met. */
export type Gate = GateReport['gates'][number];

export interface GateVerdict {
  readonly name: Gate['name'];
  readonly passed: boolean;
  readonly expected: readonly Message[];
  readonly received: Message;
  readonly reason: readonly Message[];
}

/** A verdict in sentences, with the same in English for the command line and logs. */
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

/** What every gate says that would read the evaluation. */
export const UNMEASURED = {
  passed: false,
  received: message('gate.unmeasured.received'),
  reason: [message('gate.unmeasured.reason')],
};
