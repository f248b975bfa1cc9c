export type EraseFault = 'reason-missing' | 'reason-names-subject' | 'not-confirmed';

export interface EraseDraft {
  readonly reason: string;
  /** Must match the subject's id exactly. */
  readonly confirmation: string;
}

/** Why the form cannot be submitted. */
export function eraseFaults({ reason, confirmation }: EraseDraft, subjectId: string): readonly EraseFault[] {
  const faults: EraseFault[] = [];
  if (reason.trim() === '') faults.push('reason-missing');
  else if (reason.toLowerCase().includes(subjectId.toLowerCase())) faults.push('reason-names-subject');
  if (confirmation !== subjectId) faults.push('not-confirmed');
  return faults;
}
