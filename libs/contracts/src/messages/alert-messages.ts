/** The English messages of alerts. */
export const ALERT_MESSAGES = {
  'alert.drift.title': '{model} has drifted: what it sees or answers differs from its evaluation',
  'alert.drift.measure': '{measure:measure} (PSI {psi:decimal}).',
  'alert.drift.classes': 'Its answers (PSI {psi:decimal}).',
  'alert.drift.confidence': 'Confidence (PSI {psi:decimal}).',
  'alert.drift.examples': 'Measured on {examples:integer} predictions.',

  'alert.job-failed.title': '{model}: {kind:jobKind} failed',
  'alert.job-failed.cause': '{problem} ({code:errorCode})',
  'alert.job-failed.unknown': 'The job gave no reason.',

  'alert.dead-letters.title': '{group}: {count:integer} events in the dead letters',
  'alert.dead-letters.title-one': '{group}: 1 event in the dead letters',
  'alert.dead-letters.detail':
    'The group could not handle them. Look at them, correct what is wrong, and send them back or discard them.',

  'alert.refused-events.title': '{topic}: the broker refused {count:integer} events',
  'alert.refused-events.title-one': '{topic}: the broker refused 1 event',
  'alert.refused-events.detail':
    'They were set aside ({code:errorCode}), and no consumer has received them. An operator can list them, and publish them again once the cause is removed.',

  'alert.lag.title': '{group} is {count:integer} events behind',
  'alert.lag.slow': 'The group is running but cannot keep up. Start another replica.',
  'alert.lag.stopped': 'No consumer of the group is running. Start its service.',
} as const;
