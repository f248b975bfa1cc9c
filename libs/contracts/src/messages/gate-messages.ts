/** The English messages of promotion gates: `expected`, `received`, and the reason for the verdict. */
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

  'gate.champion.expected-better': 'at least {gain:points} better, at the lower end of the 95 % interval',
  'gate.champion.expected-worse': 'at most {loss:points} worse, at the lower end of the 95 % interval',
  'gate.champion.received':
    '{difference:signedPoints} (95 %: {low:signedPoints} to {high:signedPoints}) on {examples:integer} examples',
  'gate.champion.received-none': 'no champion',
  'gate.champion.received-uncompared': 'no comparison',
  'gate.champion.none': 'There is no champion yet, so only the absolute gates apply.',
  'gate.champion.uncompared':
    'Whether it is better than the champion is unknown: they were not measured on the same examples.',
  'gate.champion.above':
    "Accuracy {accuracy:percent} is at least {low:points} above the champion's {champion:percent}.",
  'gate.champion.tolerated':
    "Accuracy {accuracy:percent} may be up to {loss:points} below the champion's {champion:percent}, which the policy allows.",
  'gate.champion.below': "Accuracy {accuracy:percent} is {loss:points} below the champion's {champion:percent}.",
  'gate.champion.uncertain':
    "Accuracy {accuracy:percent} is not clearly above the champion's {champion:percent}: it may be up to {loss:points} worse.",
  'gate.champion.too-little':
    "Accuracy {accuracy:percent} is only at least {low:points} above the champion's {champion:percent}.",
  'gate.champion.needs-better': 'The policy asks for at least {gain:points} better.',
  'gate.champion.needs-worse': 'The policy allows at most {loss:points} worse.',

  'gate.unknown.champion':
    'The champion does not know {names:classNames}: {examples:integer} test examples count as mistakes.',
  'gate.unknown.champion-one': 'The champion does not know {names:classNames}: 1 test example counts as a mistake.',
  'gate.unknown.challenger':
    'This model does not know {names:classNames}: {examples:integer} test examples count as mistakes.',
  'gate.unknown.challenger-one': 'This model does not know {names:classNames}: 1 test example counts as a mistake.',

  'gate.class.expected': 'recall of every class at least {recall:percent}',
  'gate.class.expected-loss': 'no class over {loss:points} below the champion',
  'gate.class.received': '{count:integer} below',
  'gate.class.received-lowest': 'lowest: {className:className} {recall:percent}',
  'gate.class.low': 'Recall of {className:className} is {recall:percent}.',
  'gate.class.lost': "Recall of {className:className} is {recall:percent}; the champion's is {champion:percent}.",
  'gate.class.more': '{count:integer} more classes are below.',
  'gate.class.kept': 'No class was given up for the average.',
  'gate.class.none-low': 'No class is below the minimum.',

  'gate.accuracy.expected': 'at least {accuracy:percent}',
  'gate.accuracy.received':
    '{accuracy:percent} (95 % interval: {low:percent} to {high:percent}) on {examples:integer} examples',
  'gate.accuracy.received-wilson':
    '{accuracy:percent} (95 % Wilson interval: {low:percent} to {high:percent}) on {examples:integer} examples',
  'gate.accuracy.reason': 'Accuracy on the test set is {accuracy:percent}.',
  'gate.accuracy.low': 'Accuracy on the test set is {accuracy:percent}; at least {minimum:percent} is required.',

  'gate.calibration.expected': 'at most {error:points}',
  'gate.calibration.received': '{error:points}',
  'gate.calibration.reason': 'Its probabilities are off by {error:points} on average.',
  'gate.calibration.high':
    'Its probabilities are off by {error:points} on average; at most {allowed:points} is allowed.',

  'gate.parity.expected': 'at most {allowed:small}',
  'gate.parity.received': '{difference:small} over {examples:integer} examples',
  'gate.parity.same': 'The exported model gives the same answers as the trained one.',
  'gate.parity.different':
    "The exported model's answers differ from the trained one's by up to {difference:small}; at most {allowed:small} is allowed.",
} as const;
