import { type EventContract } from '@lintel/contracts';
import { openEventStream, type EventStream } from '@lintel/streams';
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

/** The resources that every app has open while it runs. */
export interface AppParts {
  readonly platform: Platform;
  readonly stream: EventStream;
  /** Creates the topics and publishes the events in the outbox. */
  readonly relay: EventRelay;
  /**
   * Registers a function that is called when the app has stopped or failed to start; the last one registered is called
   * first.
   */
  readonly onClose: (close: () => Promise<unknown>) => void;
  /**
   * Registers a function that is called when a stopping app accepts no new connections: it closes those that would
   * never end by themselves.
   */
  readonly onStop: (dismiss: () => void) => void;
}

export interface AppOptions {
  /** The vertical whose permissions its routes require. */
  readonly vertical: string;
  /** Name of the app in APP_LINKS. Default: the vertical. */
  readonly name?: string;
  readonly api: ApiDescription;
  /** Includes at least `serviceConfig`, `identityConfig`, `kafkaConfig` and `artifactConfig`. */
  readonly config: ServiceConfig & IdentityConfig;
  /** Every event that it sends or receives. */
  readonly events: readonly EventContract[];
  /** Maximum database connections for the platform's tables. */
  readonly poolSize?: number;
  /** Opens the app's resources and returns its module. */
  readonly open: (parts: AppParts) => Promise<Type | DynamicModule> | Type | DynamicModule;
}

@Module({})
class AppModule {}

/** Opens the shared resources, then those of the app, and serves. Closes all of them in reverse order. */
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
