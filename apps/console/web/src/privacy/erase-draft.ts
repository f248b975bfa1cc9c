export type EraseFault = 'reason-missing' | 'reason-names-subject' | 'not-confirmed';

export interface EraseDraft {
  readonly reason: string;
  /** Must be the subject's id, letter by letter. */
  readonly confirmation: string;
}

/** What keeps somebody from being erased as the form stands. */
export function eraseFaults({ reason, confirmation }: EraseDraft, subjectId: string): readonly EraseFault[] {
  const faults: EraseFault[] = [];
  if (reason.trim() === '') faults.push('reason-missing');
  else if (reason.toLowerCase().includes(subjectId.toLowerCase())) faults.push('reason-names-subject');
  if (confirmation !== subjectId) faults.push('not-confirmed');
  return faults;
}
