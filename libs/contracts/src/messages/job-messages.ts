/** Why jobs end early, in English, where the reason is the platform's own. */
export const JOB_MESSAGES = {
  'job.memory': 'The job used {used:memory} of memory; its limit is {limit:memory}.',
  'job.time': 'The job ran longer than its limit of {limit:duration}.',
  'job.ended-code': "The job's process ended with exit code {exitCode} and left no result.",
  'job.ended-signal': "The job's process was ended by {signal} and left no result.",
  'job.unforeseen': 'The job ended with an unexpected error.',
  'job.cancelled': '{by} cancelled the job.',
  'job.abandoned': 'The trainer that ran the job stopped responding in attempt {attempt:integer}, the last one.',
} as const;
