import { Page } from '../../shell/page.tsx';
export function LeadsPage() {
  return (
    <Page title="Leads" crumbs={[['Marketing'], ['Leads']]}>
      Leads
    </Page>
  );
}
