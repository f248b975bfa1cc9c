import { type EventContract } from '@lintel/contracts';
import { openEventStream, type EventStream } from '@lintel/data';
import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { artifactSettingsOf, kafkaSettingsOf } from '../config/platform-config';
import { type ServiceConfig } from '../config/service-config';
import { EventRelay } from '../events/event-relay';
import { useJsonLog } from '../logging/json-log';
import { type ApiDescription } from '../openapi/openapi';
import { openPlatform, type Platform } from '../platform/platform';
import { sessionLimitsOf, type IdentityConfig } from '../sign-in/identity-config';
import { openSignIn } from '../sign-in/open-sign-in';
import { SignInModule } from '../sign-in/sign-in.module';
import { AppsModule } from '../web/apps.controller';
import { startService, type RunningService } from './start-service';

/** What every app has open while it runs. */
export interface AppParts {
  readonly platform: Platform;
  readonly stream: EventStream;
  /** Makes the topics and publishes what transactions leave in the outbox. */
  readonly relay: EventRelay;
  /** Called when the app is over, or its start has failed; the last one first. */
  readonly onClose: (close: () => Promise<unknown>) => void;
  /** Called when a stopping app takes no new connection: lets those go that would never end by themselves. */
  readonly onStop: (dismiss: () => void) => void;
}

export interface AppOptions {
  /** Whose permissions its routes ask for. */
  readonly vertical: string;
  /** Of the app among those of APP_LINKS; default: the vertical. */
  readonly name?: string;
  readonly api: ApiDescription;
  /** Of `serviceConfig`, `identityConfig`, `kafkaConfig` and `artifactConfig` at least. */
  readonly config: ServiceConfig & IdentityConfig;
  /** Every event that it sends or hears of. */
  readonly events: readonly EventContract[];
  /** Most connections of the platform's tables at a time. */
  readonly poolSize?: number;
  /** Opens what is the app's own. */
  readonly open: (parts: AppParts) => Promise<Type | DynamicModule> | Type | DynamicModule;
}

@Module({})
class AppModule {}

/** Opens what every app needs, then what is its own, and serves; closes all of it in the opposite order. */
export async function startApp(options: AppOptions): Promise<RunningService> {
  const { vertical, api, config, events, poolSize, open } = options;
  useJsonLog(config.LOG_LEVEL);
  const kafka = kafkaSettingsOf(config);
  const artifacts = artifactSettingsOf(config);
  const closing: (() => Promise<unknown>)[] = [];
  const dismissing: (() => void)[] = [];
  const release = async (): Promise<void> => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  try {
    const databaseUrl = config.DATABASE_URL;
    const sessions = sessionLimitsOf(config);
    const platform = await openPlatform({
      databaseUrl,
      artifacts,
      sessions,
      ...(poolSize === undefined ? {} : { poolSize }),
    });
    closing.push(() => platform.close());
    const signIn = openSignIn(platform.identity, config);
    const stream = openEventStream({ kafka, databaseUrl });
    closing.push(() => stream.close());
    const relay = new EventRelay(stream, databaseUrl, events);
    closing.push(() => relay.stop());
    const own = await open({
      platform,
      stream,
      relay,
      onClose: (close) => closing.push(close),
      onStop: (dismiss) => dismissing.push(dismiss),
    });
    const module: DynamicModule = {
      module: AppModule,
      imports: [SignInModule.with(signIn), AppsModule.with(config.APP_LINKS ?? [], options.name ?? vertical), own],
    };
    const access = { vertical, authenticate: signIn.authenticate, recheck: signIn.recheck };
    const dismiss = (): void => dismissing.forEach((each) => each());
    const service = await startService({ module, config, api, access, audit: platform.audit, dismiss });
    let closed: Promise<void> | undefined;
    return { ...service, close: () => (closed ??= service.close().finally(release)) };
  } catch (error) {
    await release();
    throw error;
  }
}
