import { challengeReportSchema, type ChallengeReport } from '@lintel/contracts';
import { z } from 'zod';
import { readRows, type Transaction } from '@lintel/streams';
import { mergeChallengeReports } from './merge-challenge-reports';

/** The current pair of champion and challenger, with its start and mode. */
const PAIR = `
SELECT champion.version_id AS champion_id, challenger.version_id AS challenger_id,
  challenger.mode ->> 'mode' AS mode, greatest(champion.since, challenger.since) AS since_at
FROM platform.model_alias champion JOIN platform.model_alias challenger USING (model_name)
WHERE model_name = $1 AND champion.alias = 'champion' AND challenger.alias = 'challenger'`;

const REPORT = `
SELECT report FROM platform.challenge_report r JOIN (${PAIR}) pair USING (champion_id, challenger_id, mode, since_at)
WHERE r.model_name = $1`;
const reportRow = z.object({ report: challengeReportSchema });

/** @returns false if the report belongs to an earlier pair or mode */
export async function addChallengeReport(transaction: Transaction, report: ChallengeReport): Promise<boolean> {
  const checked = challengeReportSchema.parse(report);
  const { modelName, championId, challengerId, mode } = checked;
  // Serialises the replicas of one model, so that no merge is lost.
  await transaction.query("SELECT pg_advisory_xact_lock(hashtextextended('lintel.challenge ' || $1, 0))", [modelName]);
  const known = (await readRows(transaction, reportRow, REPORT, [modelName]))[0]?.report;
  const written = await readRows(
    transaction,
    z.object({ mode: z.string() }),
    `INSERT INTO platform.challenge_report (model_name, champion_id, challenger_id, mode, since_at, report)
     SELECT $1, champion_id, challenger_id, mode, since_at, $5::jsonb FROM (${PAIR}) pair
     WHERE champion_id = $2 AND challenger_id = $3 AND mode = $4
     ON CONFLICT (model_name, champion_id, challenger_id, mode, since_at) DO UPDATE SET report = $5::jsonb
     RETURNING mode`,
    [
      modelName,
      championId,
      challengerId,
      mode,
      JSON.stringify(known === undefined ? checked : mergeChallengeReports(known, checked)),
    ],
  );
  return written.length > 0;
}

export async function findChallengeReport(database: Transaction, modelName: string): Promise<ChallengeReport | null> {
  return (await readRows(database, reportRow, REPORT, [modelName]))[0]?.report ?? null;
}
