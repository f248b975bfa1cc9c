/** The English messages for why a job ended early, if the reason comes from the platform itself. */
export const JOB_MESSAGES = {
  'job.memory': 'The job used {used:memory} of memory; its limit is {limit:memory}.',
  'job.time': 'The job ran longer than its limit of {limit:duration}.',
  'job.ended': 'The process ended and left no result.',
  'job.ended-code': 'The process ended with exit code {exitCode} and left no result.',
  'job.ended-signal': 'The process ended by {signal} and left no result.',
  'job.died': 'The process died {times:integer} times ({ends}); it is resumed at most {resumes:integer} times.',
  'job.out-of-memory': 'The machine ran out of memory, and the operating system ended the process ({signal}).',
  'job.unforeseen': 'The job ended with an unexpected error.',
  'job.cancelled': '{by} cancelled the job.',
  'job.abandoned': 'The trainer {worker} stopped responding in attempt {attempt:integer}, the last one.',
} as const;
