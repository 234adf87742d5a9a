import { Button, Text } from '@mantine/core'
import {
  createRootRoute,
  createRoute,
  createRouter,
  type ErrorComponentProps,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { Failure } from './parts/answer.tsx'
import { Page } from './parts/page.tsx'
import { Shell } from './shell/shell.tsx'

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound })

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/meters', replace: true })
  },
})
const meters = createRoute({
  getParentRoute: () => root,
  path: '/meters',
  component: lazyRouteComponent(() => import('./meters/meter-list-page.tsx'), 'MeterListPage'),
})
const newMeter = createRoute({
  getParentRoute: () => root,
  path: '/meters/new',
  component: lazyRouteComponent(() => import('./meters/new-meter-page.tsx'), 'NewMeterPage'),
})
const meter = createRoute({
  getParentRoute: () => root,
  path: '/meters/$meter',
  component: lazyRouteComponent(() => import('./meters/meter-page.tsx'), 'MeterPage'),
})
const features = createRoute({
  getParentRoute: () => root,
  path: '/features',
  component: lazyRouteComponent(() => import('./features/feature-list-page.tsx'), 'FeatureListPage'),
})
const newFeature = createRoute({
  getParentRoute: () => root,
  path: '/features/new',
  component: lazyRouteComponent(() => import('./features/new-feature-page.tsx'), 'NewFeaturePage'),
})

/** Every page of Desk by its address below `/desk`. */
export const router = createRouter({
  routeTree: root.addChildren([home, meters, newMeter, meter, features, newFeature]),
  basepath: '/desk',
  defaultPreload: 'intent',
  defaultErrorComponent: BrokenPage,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

function NotFound() {
  return (
    <Page title="No such page">
      <Text>Nothing is at this address. The navigation leads to every page.</Text>
    </Page>
  )
}

function BrokenPage({ error, reset }: ErrorComponentProps) {
  return (
    <Page title="This page broke">
      <Failure error={error} />
      <Button variant="default" onClick={reset}>
        Try again
      </Button>
    </Page>
  )
}
