/** The English messages of the gates for models that classify pictures. */
export const CLASS_GATE_MESSAGES = {
  'gate.unknown.champion':
    'The champion does not know {names:names}: {examples:integer} test examples count as mistakes.',
  'gate.unknown.champion-one': 'The champion does not know {names:names}: 1 test example counts as a mistake.',
  'gate.unknown.challenger':
    'This model does not know {names:names}: {examples:integer} test examples count as mistakes.',
  'gate.unknown.challenger-one': 'This model does not know {names:names}: 1 test example counts as a mistake.',

  'gate.class.expected': 'recall of every class at least {recall:percent}',
  'gate.class.expected-loss': 'no class over {loss:points} below the champion',
  'gate.class.received': '{count:integer} below',
  'gate.class.received-lowest': 'lowest: {className:name} {recall:percent}',
  'gate.class.low': 'Recall of {className:name} is {recall:percent}.',
  'gate.class.lost': "Recall of {className:name} is {recall:percent}; the champion's is {champion:percent}.",
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
} as const;
