import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '@lintel/contracts';

export interface PasswordDraft {
  readonly current: string;
  readonly next: string;
  readonly again: string;
}

export interface PasswordFaults {
  readonly current?: 'passwordMissing' | 'currentWrong';
  readonly next?: 'tooShort' | 'tooLong' | 'unchanged';
  readonly again?: 'different';
}

/** Validation that needs no request to the api. */
export function checkPassword({ current, next, again }: PasswordDraft): PasswordFaults {
  const fault = nextFault(current, next);
  return {
    ...(current === '' ? { current: 'passwordMissing' } : {}),
    ...(fault === null ? {} : { next: fault }),
    ...(fault === null && next !== again ? { again: 'different' } : {}),
  };
}

function nextFault(current: string, next: string): PasswordFaults['next'] | null {
  if (next.length < SHORTEST_PASSWORD) return 'tooShort';
  if (next.length > LONGEST_PASSWORD) return 'tooLong';
  return next === current ? 'unchanged' : null;
}
