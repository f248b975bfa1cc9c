import { LintelError } from '@lintel/contracts';
import { AuditTrail } from '@lintel/data';
import { type CommandContext } from '../command-context';
import { withDatabase, type DatabasePlace } from '../database-place';

export type AuditPlace = DatabasePlace;

const NO_SUCH_TABLE = '42P01';

/** Opens the trail for reading, and always closes it afterwards. A database user with read access is enough. */
export async function withAuditTrail(
  place: AuditPlace,
  context: CommandContext,
  work: (trail: AuditTrail) => Promise<void>,
): Promise<void> {
  // No migrations: who checks a trail changes nothing around it.
  await withDatabase(place, context, async (database) => {
    try {
      await work(new AuditTrail(database));
    } catch (error) {
      throw (error as { code?: unknown }).code === NO_SUCH_TABLE ? noTrail(error) : error;
    }
  });
}

function noTrail(cause: unknown): LintelError {
  return new LintelError('NOT_FOUND', {
    problem: 'This database has no audit trail.',
    expected: 'the table platform.audit_entry',
    cure: 'Name the database of the apps; they create the trail when they first start.',
    cause,
  });
}
