/** The English messages of the gates that every task has: `expected`, `received`, and the reason for the verdict. */
export const GATE_MESSAGES = {
  'gate.unmeasured.received': 'no evaluation',
  'gate.unmeasured.reason': 'The model was not measured on a test set.',

  'gate.test-set.expected': 'both measured on test set {testSet}',
  'gate.test-set.expected-own': 'both measured on the same test set',
  'gate.test-set.received': 'champion measured on test set {testSet}',
  'gate.test-set.received-unknown': 'champion measured on an unknown test set',
  'gate.test-set.received-counts': '{compared:integer} examples compared, {evaluated:integer} evaluated',
  'gate.test-set.unknown': "The model doesn't say on which test set it was measured. Train it again.",
  'gate.test-set.not-compared': "The champion was not measured on this model's test set, so the two can't be compared.",
  'gate.test-set.different':
    "The champion was measured on other examples than this model, so the two can't be compared.",
  'gate.test-set.incomplete': 'The comparison leaves out some examples of the test set.',
  'gate.test-set.same': 'Both models were measured on the same examples.',

  'gate.champion.received-none': 'no champion',
  'gate.champion.received-uncompared': 'no comparison',
  'gate.champion.none': 'There is no champion yet, so only the absolute gates apply.',
  'gate.champion.uncompared':
    'Whether it is better than the champion is unknown: they were not measured on the same examples.',

  'gate.gain.expected-better': 'at least {gain:amount} better, at the lower end of the 95 % interval',
  'gate.gain.expected-worse': 'at most {loss:amount} worse, at the lower end of the 95 % interval',
  'gate.gain.received':
    'a gain of {gain:signedAmount} (95 %: {low:signedAmount} to {high:signedAmount}) on {examples:integer} examples',
  'gate.gain.above': "{challenger:namedFigure} is at least {low:amount} better than the champion's {champion:figure}.",
  'gate.gain.tolerated':
    "{challenger:namedFigure} may be up to {loss:amount} worse than the champion's {champion:figure}, which the policy allows.",
  'gate.gain.below': "{challenger:namedFigure} is {loss:amount} worse than the champion's {champion:figure}.",
  'gate.gain.uncertain':
    "{challenger:namedFigure} is not clearly better than the champion's {champion:figure}: it may be up to {loss:amount} worse.",
  'gate.gain.too-little':
    "{challenger:namedFigure} is only at least {low:amount} better than the champion's {champion:figure}.",
  'gate.gain.needs-better': 'The policy asks for at least {gain:amount} better.',
  'gate.gain.needs-worse': 'The policy allows at most {loss:amount} worse.',

  'gate.required.expected-least': 'at least {required:figure}',
  'gate.required.expected-most': 'at most {required:figure}',
  'gate.required.received': '{value:figure} on {examples:integer} examples',
  'gate.required.reason': '{value:namedFigure} on the test set.',
  'gate.required.short': '{value:namedFigure} on the test set; the policy requires {required:figure}.',

  'gate.parity.expected': 'at most {allowed:small}',
  'gate.parity.received': '{difference:small} over {examples:integer} examples',
  'gate.parity.same': 'The exported model gives the same answers as the trained one.',
  'gate.parity.different':
    "The exported model's answers differ from the trained one's by up to {difference:small}; at most {allowed:small} is allowed.",
} as const;
