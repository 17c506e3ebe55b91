import { PasskeysPanel } from './passkeys-panel.tsx';
import { PasswordPanel } from './password-panel.tsx';
import { SecondStepPanel } from './second-step-panel.tsx';
import { SessionsPanel } from './sessions-panel.tsx';

/** How one signs in oneself. */
export function AccountTab() {
  return (
    <div className="grid max-w-3xl gap-3">
      <SecondStepPanel />
      <PasskeysPanel />
      <PasswordPanel />
      <SessionsPanel />
    </div>
  );
}
