import { LintelError, subjectIdSchema } from '@lintel/contracts';
import { currentIdentity } from '@lintel/service';
import { type Request } from 'express';

export const SUBJECT_FIELD = 'subjectId';
const HEADER = 'x-subject-id';

/** Whose pictures a request brings: by its header or the form, else whoever sent it. */
export class RequestSubject {
  private given: string | undefined;

  constructor(request: Pick<Request, 'header'>) {
    this.given = request.header(HEADER);
  }

  /** Of the form; where header and form both name somebody, the form counts. */
  takeField(name: string, value: string): void {
    if (name === SUBJECT_FIELD) this.given = value;
  }

  /** @throws LintelError INVALID_ARGUMENT, which does not repeat what was given */
  id(): string {
    if (this.given === undefined) return `account:${currentIdentity().id}`;
    const checked = subjectIdSchema.safeParse(this.given);
    if (checked.success) return checked.data;
    throw new LintelError('INVALID_ARGUMENT', {
      problem: 'The id of the subject is not valid.',
      expected: '1 to 200 characters, without control characters',
      received: `${this.given.length} characters`,
      cure: `Correct the field ${SUBJECT_FIELD} or the header ${HEADER}, or leave it out.`,
    });
  }
}
