import { type Grant } from '@lintel/contracts';
import {
  openIdentities,
  openPlatformDatabase,
  type DataSource,
  type Identities,
  type SessionLimits,
} from '@lintel/data';
import { startTestPostgres } from '@lintel/streams/testing/postgres';
import { Controller, Get, Module, Post, Res } from '@nestjs/common';
import { type Response } from 'express';
import { RequirePermission } from '../../access/access-rule';
import { currentIdentity } from '../../http/request-context';
import { EventSourceFeed } from '../../live/event-source';
import { LiveStream } from '../../live/live-stream';
import { startService, type RunningService } from '../../lifecycle/start-service';
import { type IdentityConfig } from '../identity-config';
import { openSignIn } from '../open-sign-in';
import { SignInModule } from '../sign-in.module';

export const TEST_MAX_LIVE_STREAMS = 5;
const news = new EventSourceFeed(Promise.resolve());

@Controller('v1/rooms')
@RequirePermission('jobs:read')
class RoomsController {
  @Get()
  look() {
    return { by: currentIdentity().name };
  }
  @Get('live')
  @LiveStream()
  follow(@Res() response: Response) {
    return news.follow(response, undefined);
  }
  @Post()
  make() {
    return { by: currentIdentity().name };
  }
}

/** An app that has only the sign-in routes. */
export interface TestSignIn {
  readonly url: string;
  readonly databaseUrl: string;
  readonly database: DataSource;
  readonly identities: Identities;
  /** Starts another app with the same database. */
  startAnother(): Promise<RunningService>;
  /** Creates a person with a password. */
  person(signInName: string, grants?: Grant[]): Promise<{ readonly id: string; readonly password: string }>;
  close(): Promise<void>;
}

const VIEWER: Grant[] = [{ vertical: 'shop', role: 'viewer' }];

export interface TestSignInOptions {
  readonly config?: IdentityConfig & { readonly PUBLIC_URL?: string };
  readonly limits?: SessionLimits;
  readonly port?: number;
}

export async function startTestSignIn({ config = {}, limits, port = 0 }: TestSignInOptions = {}): Promise<TestSignIn> {
  const postgres = await startTestPostgres();
  const database = await openPlatformDatabase(postgres.url, { poolSize: 4 });
  const identities = openIdentities(database, limits);
  const start = (onPort = 0): Promise<RunningService> => {
    const desk = openSignIn(identities, config);

    @Module({ imports: [SignInModule.with(desk)], controllers: [RoomsController] })
    class RoomsModule {}

    return startService({
      module: RoomsModule,
      config: {
        HOST: '127.0.0.1',
        PORT: onPort,
        LOG_LEVEL: 'fatal',
        SHUTDOWN_TIMEOUT_MS: 1_000,
        MAX_LIVE_STREAMS: TEST_MAX_LIVE_STREAMS,
      },
      api: { title: 'Rooms', description: '', version: '1' },
      access: { vertical: 'shop', authenticate: desk.authenticate, recheck: desk.recheck },
    });
  };
  const service = await start(port);
  const others: RunningService[] = [];
  return {
    url: service.url,
    databaseUrl: postgres.url,
    database,
    identities,
    async startAnother() {
      const other = await start();
      others.push(other);
      return other;
    },
    async person(signInName, grants = VIEWER) {
      const { accounts } = identities;
      const { account, password } = await accounts.create({ signInName, name: signInName, grants, createdBy: 'test' });
      const next = `the password of ${signInName}`;
      await accounts.changePassword(account.id, { current: password, next });
      return { id: account.id, password: next };
    },
    async close() {
      for (const each of [service, ...others]) await each.close();
      await database.destroy();
      await postgres.stop();
    },
  };
}
