import { Module, type DynamicModule } from '@nestjs/common';
import { OidcController } from './oidc.controller';
import { SessionController } from './session.controller';
import { SignInDesk } from './sign-in-desk';

/** The sign-in routes of every app: `/v1/session`. */
@Module({ controllers: [SessionController, OidcController] })
export class SignInModule {
  static with(desk: SignInDesk): DynamicModule {
    return { module: SignInModule, providers: [{ provide: SignInDesk, useValue: desk }] };
  }
}
