import { LintelError, subjectIdSchema } from '@lintel/contracts';
import { currentIdentity } from '@lintel/service';
import { type Request } from 'express';

export const SUBJECT_FIELD = 'subjectId';
const HEADER = 'x-subject-id';

/** The subject of the pictures of a request: from its header or form, or else the sender. */
export class RequestSubject {
  private given: string | undefined;

  constructor(request: Pick<Request, 'header'>) {
    this.given = request.header(HEADER);
  }

  /** From the form; if header and form both name a subject, the form takes precedence. */
  takeField(name: string, value: string): void {
    if (name === SUBJECT_FIELD) this.given = value;
  }

  /** @throws LintelError INVALID_ARGUMENT, which does not repeat the given value */
  id(): string {
    if (this.given === undefined) return `account:${currentIdentity().id}`;
    const checked = subjectIdSchema.safeParse(this.given);
    if (checked.success) return checked.data;
    throw new LintelError('INVALID_ARGUMENT', {
      problem: 'The id of the subject is not valid.',
      expected: '1 to 200 characters, without control characters',
      received: `${this.given.length} characters`,
      cure: `Correct the field ${SUBJECT_FIELD} or the header ${HEADER}, or omit it.`,
    });
  }
}
