import { Page } from '../../shell/page.tsx';
export function OverviewPage() {
  return (
    <Page title="Lead Audit" crumbs={[['Marketing'], ['Overview']]}>
      Overview
    </Page>
  );
}
