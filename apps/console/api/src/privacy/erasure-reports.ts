import { subjectErased, type SubjectErased } from '@lintel/contracts';
import { Erasures } from '@lintel/data';
import { type HandlerContext, type ReceivedEvent } from '@lintel/streams';
import { OnEvent } from '@lintel/service';
import { Injectable } from '@nestjs/common';

/** Stores the reports of the verticals after an erasure. */
@Injectable()
export class ErasureReports {
  constructor(private readonly erasures: Erasures) {}

  @OnEvent(subjectErased, { group: 'console-api.erasures' })
  async keep({ data }: ReceivedEvent<SubjectErased>, { transaction }: HandlerContext): Promise<void> {
    if (transaction === undefined) throw new Error('the consumer runs without the database');
    await this.erasures.record(data, transaction);
  }
}
