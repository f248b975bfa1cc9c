import { NONE_OF_THESE, verdictGiven } from '@lintel/contracts';
import { type DataSource } from '@lintel/data';
import { addToOutbox, encodeEvent } from '@lintel/streams';
import { type GivenVerdicts, type GiveVerdicts, type Recognition } from '@lintel/ecommerce-contract';
import { correlationId, problemOf, type ServedModel, type SubjectData } from '@lintel/service';
import { RECOGNISER } from '../model/recogniser';
import { openOriginal } from '../recognition/original-pictures';
import { recognitionMissing, recognitionOf } from '../recognition/recognition-history';
import { RecognitionRow } from '../recognition/recognition-row';
import { openFileNames, openThumbnail, sealerOf } from '../recognition/recognition-secrets';

const SOURCE = '/ecommerce/api';

/** Stores a person's verdict on a recognition, and publishes it as an event that becomes a label. */
export class VerdictService {
  constructor(
    private readonly database: DataSource,
    private readonly subjects: SubjectData,
    private readonly model: ServedModel<'image-classification'>,
  ) {}

  /**
   * @param className may be a class that the model does not know yet, or `NONE_OF_THESE`; null withdraws the verdict
   * @throws LintelError NOT_FOUND; SUBJECT_ERASED
   */
  async give(id: string, className: string | null, author: string): Promise<Recognition> {
    const rows = this.database.getRepository(RecognitionRow);
    const { vault, pictures } = this.subjects;
    const select = { sequence: true, thumbnailSealed: true };
    const kept = await rows.findOne({ where: { id }, select });
    if (kept === null) throw recognitionMissing(id);
    // Stored before the event that refers to it; an unreferenced picture does no harm.
    const picture = (await openOriginal(this.database, vault, id)) ?? (await openThumbnail(vault, kept));
    const inputSha256 = await pictures.put(picture, await sealerOf(vault, kept));

    return this.database.transaction(async (transaction) => {
      const row = await transaction.findOne(RecognitionRow, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (row === null) throw recognitionMissing(id);
      const givenAt = new Date();
      const verdict =
        className === null
          ? { verdictClass: null, verdictAuthor: null, verdictAt: null }
          : { verdictClass: className, verdictAuthor: author, verdictAt: givenAt };
      await transaction.update(RecognitionRow, { id }, verdict);
      const data = {
        modelName: RECOGNISER,
        task: 'image-classification' as const,
        predictionId: id,
        predicted: { className: row.className },
        target: className === null ? null : { className },
        inputSha256,
        author,
        givenAt: givenAt.toISOString(),
      };
      const attributes = { source: SOURCE, time: givenAt, correlationId: correlationId() };
      await addToOutbox(transaction, [{ topic: verdictGiven.topic, ...encodeEvent(verdictGiven, data, attributes) }]);
      const [fileName] = await openFileNames(vault, [row]);
      return recognitionOf({ ...row, ...verdict }, fileName!);
    });
  }

  /** Sets several verdicts, one after another; a failure does not affect the others. */
  async giveEach(verdicts: GiveVerdicts['verdicts'], author: string): Promise<GivenVerdicts['outcomes']> {
    const outcomes: GivenVerdicts['outcomes'] = [];
    for (const { id, className } of verdicts) {
      try {
        outcomes.push({ status: 'kept', recognition: await this.give(id, className, author) });
      } catch (error) {
        outcomes.push({ status: 'refused', id, problem: problemOf(error, correlationId()) });
      }
    }
    return outcomes;
  }

  /** False for free text: the name of a class that the model does not know yet. */
  isKnownClass(className: string): boolean {
    return (
      className === NONE_OF_THESE ||
      (this.model.readiness().ready && this.model.current().manifest.reading.classNames.includes(className))
    );
  }
}
