import { subjectErasureRequested, type SubjectErasureRequested } from '@lintel/contracts';
import { eraseSubject, type SubjectHolder } from '@lintel/data';
import { type HandlerContext, type ReceivedEvent } from '@lintel/streams';
import { OnEvent } from '@lintel/service';

export const ERASURE_GROUP = 'ecommerce-api.erasures';

/** Deletes the vertical's data about a subject, after their key was destroyed. */
export class ErasureHandler {
  constructor(private readonly holder: SubjectHolder) {}

  @OnEvent(subjectErasureRequested, { group: ERASURE_GROUP })
  async erase({ data }: ReceivedEvent<SubjectErasureRequested>, { transaction }: HandlerContext): Promise<void> {
    if (transaction === undefined) throw new Error('the consumer runs without the database');
    await eraseSubject(data, this.holder, transaction);
  }
}
