import { deleteRows, type RetentionRule } from '@lintel/data';
import { BIN_DAYS } from '@lintel/ecommerce-contract';
import { ORIGINAL_DAYS } from '../recognition/original-pictures';

/** The answers of later versions are deleted with their recognition. */
const removeRecognitions = (where: string): string => `
  WITH gone AS (
      DELETE FROM ecommerce.recognition WHERE sequence IN (
        SELECT sequence FROM ecommerce.recognition
        WHERE ${where} AND $2::text IS NOT NULL LIMIT $3 FOR UPDATE SKIP LOCKED)
      RETURNING id),
    answers AS (DELETE FROM ecommerce.reassessment WHERE recognition_id IN (SELECT id FROM gone))
  SELECT count(*) FROM gone`;

/** How long the vertical keeps data about its subjects. */
export const retentionRules: readonly RetentionRule[] = [
  { what: 'deleted recognitions', keptDays: BIN_DAYS, removeSome: removeRecognitions('deleted_at < $1') },
  {
    what: 'pictures as received',
    keptDays: ORIGINAL_DAYS,
    removeSome: deleteRows('ecommerce.original_picture', 't.received_at < $1'),
  },
  { what: 'recognitions', keptDays: null, removeSome: removeRecognitions('created_at < $1') },
];
