/** Generated, do not edit. Made by: pnpm generate */

export type paths = {
    "/v1/meters": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        /** List meters */
        get: operations["listMeters"];
        put?: never;
        /**
         * Create a meter
         * @description Values and properties can be given now or added later with an update. Without a status the meter is a DRAFT.
         */
        post: operations["createMeter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/meters/{idOrRef}": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        /** Get a meter */
        get: operations["getMeter"];
        put?: never;
        post?: never;
        /**
         * Delete a meter
         * @description Answers with the meter as it was. A meter that events or calculations refer to cannot be deleted.
         */
        delete: operations["deleteMeter"];
        options?: never;
        head?: never;
        /**
         * Update a meter
         * @description There is no action to activate a meter: send its status. meter_values and meter_properties replace the lists that were there.
         */
        patch: operations["updateMeter"];
        trace?: never;
    };
    "/v1/meters/{idOrRef}/meter-data-file": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        /**
         * Download the CSV header of a meter
         * @description One line of CSV: the columns of an upload for this meter.
         */
        get: operations["getMeterDataFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/meter-values": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        /** List meter values */
        get: operations["listMeterValues"];
        put?: never;
        /** Create a meter value */
        post: operations["createMeterValue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/meter-values/{idOrRef}": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        /** Get a meter value */
        get: operations["getMeterValue"];
        put?: never;
        post?: never;
        /** Delete a meter value */
        delete: operations["deleteMeterValue"];
        options?: never;
        head?: never;
        /** Update a meter value */
        patch: operations["updateMeterValue"];
        trace?: never;
    };
    "/v1/meter-properties": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        /** List meter properties */
        get: operations["listMeterProperties"];
        put?: never;
        /** Create a meter property */
        post: operations["createMeterProperty"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/meter-properties/{idOrRef}": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        /** Get a meter property */
        get: operations["getMeterProperty"];
        put?: never;
        post?: never;
        /** Delete a meter property */
        delete: operations["deleteMeterProperty"];
        options?: never;
        head?: never;
        /**
         * Update a meter property
         * @description Values of an ACTIVE ENUM property can be added, not removed.
         */
        patch: operations["updateMeterProperty"];
        trace?: never;
    };
    "/v1/meter-value-calculations": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        /** List meter value calculations */
        get: operations["listMeterValueCalculations"];
        put?: never;
        /** Create a meter value calculation */
        post: operations["createMeterValueCalculation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/meter-value-calculations/{id}": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** Get a meter value calculation */
        get: operations["getMeterValueCalculation"];
        put?: never;
        post?: never;
        /** Delete a meter value calculation */
        delete: operations["deleteMeterValueCalculation"];
        options?: never;
        head?: never;
        /** Update a meter value calculation */
        patch: operations["updateMeterValueCalculation"];
        trace?: never;
    };
    "/v1/ingest/meter-data": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * List usage events
         * @description Raw events, newest first (our decision; the vendor documents no order). There is no filter by time and no sum: a reader pages and adds up.
         */
        get: operations["listMeterData"];
        put?: never;
        /**
         * Report one usage event
         * @description The reference makes a repeated request safe: a duplicate is answered with 201 and processed_details.type DUPLICATE, and counts once. A request that failed does not use up its reference. Idempotency-Key is not honoured here.
         */
        post: operations["ingestMeterData"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ingest/meter-data/delete": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete a usage event by its reference
         * @description Takes an event with nothing but its reference. The event is kept, marked as deleted, and no longer billed.
         */
        post: operations["deleteMeterDataByReference"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ingest/meter-data/{id}": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** Get a usage event */
        get: operations["getMeterData"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ingest/meter-data/{id}/event_trace": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** See where a usage event was booked */
        get: operations["getMeterDataEventTrace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ingest/meter-data/{id}/delete": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete a usage event
         * @description The event is kept, marked as deleted, and no longer billed.
         */
        post: operations["deleteMeterData"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ingest/meter-datas": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report several usage events
         * @description Each event stands for itself, as with ingestMeterData. The maximum of 1,000 events is our limit.
         */
        post: operations["ingestMeterDatas"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        /** List usage events (alias) */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/delete": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Delete a usage event by its reference (alias) */
        post: operations["deleteEventByReference"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/ingest": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Report one usage event (alias) */
        post: operations["ingestEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/ingest-list": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Report several usage events (alias) */
        post: operations["ingestEventList"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/ingest-batch": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report up to 50 usage events, all or none
         * @description All events are accepted or none: one that is invalid refuses the batch, and so do more than 50. Seen live, not in the vendor's documents.
         */
        post: operations["ingestEventBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/calculate": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Price a usage event without storing it
         * @description The answer has the type CALCULATION and the cost prediction. Nothing is stored.
         */
        post: operations["calculateEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/{id}": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** Get a usage event (alias) */
        get: operations["getEvent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/{id}/event_trace": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** See where a usage event was booked (alias) */
        get: operations["getEventTrace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/{id}/delete": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Delete a usage event (alias) */
        post: operations["deleteEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ingest/persist-data": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Carry a usage total into a period
         * @description Repeating a request with its reference is safe. Idempotency-Key is not honoured here.
         */
        post: operations["ingestPersistData"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reprocess": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        /** List reprocessing runs */
        get: operations["listReprocesses"];
        put?: never;
        /**
         * Process usage events again
         * @description Send the member that belongs to the type: not_matched, invoice or customer. The answer comes at once; the run goes on.
         */
        post: operations["createReprocess"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reprocess/{id}": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** Get a reprocessing run */
        get: operations["getReprocess"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/product-categories": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        /** List product categories */
        get: operations["listProductCategories"];
        /**
         * Create or update a product category
         * @description Found by its reference. Answers 201 in both cases.
         */
        put: operations["upsertProductCategory"];
        /** Create a product category */
        post: operations["createProductCategory"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/product-categories/search": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Search product categories */
        post: operations["searchProductCategories"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/product-categories/{idOrRef}": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        /** Get a product category */
        get: operations["getProductCategory"];
        put?: never;
        post?: never;
        /** Delete a product category */
        delete: operations["deleteProductCategory"];
        options?: never;
        head?: never;
        /** Update a product category */
        patch: operations["updateProductCategory"];
        trace?: never;
    };
    "/v1/products": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        /** List products */
        get: operations["listProducts"];
        /**
         * Create or update a product
         * @description Found by identifier_field. Answers 201 in both cases.
         */
        put: operations["upsertProduct"];
        /** Create a product */
        post: operations["createProduct"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/products/search": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Search products */
        post: operations["searchProducts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/products/{idOrRef}": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        /** Get a product */
        get: operations["getProduct"];
        put?: never;
        post?: never;
        /** Delete a product */
        delete: operations["deleteProduct"];
        options?: never;
        head?: never;
        /** Update a product */
        patch: operations["updateProduct"];
        trace?: never;
    };
    "/v1/products/{idOrRef}/activate": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Activate a product
         * @description With align_product_item_status=true its items are activated too.
         */
        post: operations["activateProduct"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/products/{idOrRef}/deprecate": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Deprecate a product */
        post: operations["deprecateProduct"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/products/{idOrRef}/archive": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Archive a product */
        post: operations["archiveProduct"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/product-items": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        /** List product items */
        get: operations["listProductItems"];
        /**
         * Create or update a product item
         * @description Found by identifier_field. Answers 201 in both cases.
         */
        put: operations["upsertProductItem"];
        /** Create a product item */
        post: operations["createProductItem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/product-items/search": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Search product items */
        post: operations["searchProductItems"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/product-items/{idOrRef}": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        /** Get a product item */
        get: operations["getProductItem"];
        put?: never;
        post?: never;
        /** Delete a product item */
        delete: operations["deleteProductItem"];
        options?: never;
        head?: never;
        /** Update a product item */
        patch: operations["updateProductItem"];
        trace?: never;
    };
    "/v1/product-items/{idOrRef}/activate": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Activate a product item
         * @description A plan version can use only an ACTIVE item.
         */
        post: operations["activateProductItem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/product-items/{idOrRef}/deprecate": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Deprecate a product item */
        post: operations["deprecateProductItem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/product-items/{idOrRef}/archive": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Archive a product item */
        post: operations["archiveProductItem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/features": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        /** List features */
        get: operations["listFeatures"];
        /**
         * Create or update a feature
         * @description Found by its reference. Answers 201 in both cases.
         */
        put: operations["upsertFeature"];
        /** Create a feature */
        post: operations["createFeature"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/features/{id}": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** Get a feature */
        get: operations["getFeature"];
        put?: never;
        post?: never;
        /** Delete a feature */
        delete: operations["deleteFeature"];
        options?: never;
        head?: never;
        /** Update a feature */
        patch: operations["updateFeature"];
        trace?: never;
    };
    "/v1/customers/{idOrRef}/entitlements": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        /**
         * Get what a customer may do
         * @description Limits only: no usage, no remainder, no type. A customer without an active subscription gets empty lists.
         */
        get: operations["getCustomerEntitlements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/platforms/{id}/entitlements": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Get what the platform itself may do
         * @description The same shape as for a customer.
         */
        get: operations["getPlatformEntitlements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pricing-plans": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        /** List pricing plans */
        get: operations["listPricingPlans"];
        /**
         * Create or update a pricing plan
         * @description Found by its reference. Answers 201 in both cases.
         */
        put: operations["upsertPricingPlan"];
        /** Create a pricing plan */
        post: operations["createPricingPlan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pricing-plans/search": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Search pricing plans */
        post: operations["searchPricingPlans"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pricing-plans/{idOrRef}": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        /** Get a pricing plan */
        get: operations["getPricingPlan"];
        put?: never;
        post?: never;
        /** Delete a pricing plan */
        delete: operations["deletePricingPlan"];
        options?: never;
        head?: never;
        /** Update a pricing plan */
        patch: operations["updatePricingPlan"];
        trace?: never;
    };
    "/v1/pricing-plan-versions": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Create or update a version of a pricing plan
         * @description Found by plan and version number. Answers 201 in both cases.
         */
        put: operations["upsertPricingPlanVersion"];
        /**
         * Create a version of a pricing plan
         * @description Takes the whole tree of prices in one request. Product items must be ACTIVE. With copied_from_pricing_plan_version_id what is left out is copied.
         */
        post: operations["createPricingPlanVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pricing-plan-versions/{id}": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** Get a version of a pricing plan */
        get: operations["getPricingPlanVersion"];
        put?: never;
        post?: never;
        /**
         * Delete a version of a pricing plan
         * @description Only a DRAFT can be deleted.
         */
        delete: operations["deletePricingPlanVersion"];
        options?: never;
        head?: never;
        /**
         * Update a version of a pricing plan
         * @description Only a DRAFT can be changed, except for its status.
         */
        patch: operations["updatePricingPlanVersion"];
        trace?: never;
    };
    "/v1/pricings": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add a pricing to a version */
        post: operations["createPricing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pricings/{id}": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a pricing */
        delete: operations["deletePricing"];
        options?: never;
        head?: never;
        /** Update a pricing */
        patch: operations["updatePricing"];
        trace?: never;
    };
    "/v1/pricing-groups": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create a pricing group */
        post: operations["createPricingGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pricing-groups/{id}": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** Get a pricing group */
        get: operations["getPricingGroup"];
        put?: never;
        post?: never;
        /** Delete a pricing group */
        delete: operations["deletePricingGroup"];
        options?: never;
        head?: never;
        /** Update a pricing group */
        patch: operations["updatePricingGroup"];
        trace?: never;
    };
    "/v1/billing-entities": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        /** List billing entities */
        get: operations["listBillingEntities"];
        /**
         * Create or update a billing entity
         * @description Found by identifier_field. Answers 201 in both cases.
         */
        put: operations["upsertBillingEntity"];
        /** Create a billing entity */
        post: operations["createBillingEntity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/billing-entities/{idOrRef}": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        /** Get a billing entity */
        get: operations["getBillingEntity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Update a billing entity */
        patch: operations["updateBillingEntity"];
        trace?: never;
    };
    "/v1/customers": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        /** List customers */
        get: operations["listCustomers"];
        /**
         * Create or update a customer
         * @description Found by identifier_field. Answers 201 in both cases.
         */
        put: operations["upsertCustomer"];
        /** Create a customer */
        post: operations["createCustomer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/search": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Search customers */
        post: operations["searchCustomers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{idOrRef}": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        /** Get a customer */
        get: operations["getCustomer"];
        put?: never;
        post?: never;
        /**
         * Delete a customer
         * @description A customer with subscriptions or invoices cannot be deleted; archive it.
         */
        delete: operations["deleteCustomer"];
        options?: never;
        head?: never;
        /** Update a customer */
        patch: operations["updateCustomer"];
        trace?: never;
    };
    "/v1/customers/{idOrRef}/activate": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Activate a customer */
        post: operations["activateCustomer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{idOrRef}/deprecate": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Deprecate a customer */
        post: operations["deprecateCustomer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{idOrRef}/archive": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Archive a customer */
        post: operations["archiveCustomer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{idOrRef}/forget": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Erase the personal data of a customer
         * @description Invoices stay as they are.
         */
        post: operations["forgetCustomer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pricing-plan-subscriptions": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        /** List subscriptions */
        get: operations["listPricingPlanSubscriptions"];
        /**
         * Create or update a subscription
         * @description Found by identifier_field. Answers 201 in both cases.
         */
        put: operations["upsertPricingPlanSubscription"];
        /**
         * Create a subscription
         * @description The subscription is a DRAFT. Add a schedule, then update the status to ACTIVE.
         */
        post: operations["createPricingPlanSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pricing-plan-subscriptions/init": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create customer, subscription and schedules at once
         * @description Answers 200. All of it is created, or nothing. Payment members are left out of this contract.
         */
        post: operations["initPricingPlanSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pricing-plan-subscriptions/search": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Search subscriptions */
        post: operations["searchPricingPlanSubscriptions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pricing-plan-subscriptions/{id}": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** Get a subscription */
        get: operations["getPricingPlanSubscription"];
        put?: never;
        post?: never;
        /** Delete a draft subscription */
        delete: operations["deletePricingPlanSubscription"];
        options?: never;
        head?: never;
        /**
         * Update or activate a subscription
         * @description Activate with {"status":"ACTIVE"}; it needs a schedule and an ACTIVE customer.
         */
        patch: operations["updatePricingPlanSubscription"];
        trace?: never;
    };
    "/v1/pricing-plan-subscriptions/{id}/void": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Void a subscription */
        post: operations["voidPricingPlanSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pricing-plan-subscriptions/{id}/archive": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Archive a subscription */
        post: operations["archivePricingPlanSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pricing-plan-subscriptions/{id}/cancel": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a subscription, or undo it
         * @description A cancelled subscription has an entry in inactive_periods. UNDO removes it.
         */
        post: operations["cancelPricingPlanSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pricing-plan-subscriptions/{id}/copy": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Copy a subscription */
        post: operations["copyPricingPlanSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pricing-plan-schedules": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        /** List schedules */
        get: operations["listPricingPlanSchedules"];
        put?: never;
        /**
         * Create a schedule
         * @description Names its plan version by id or with a selector. A plan that has only DRAFT versions cannot be used.
         */
        post: operations["createPricingPlanSchedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pricing-plan-schedules/{id}": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** Get a schedule */
        get: operations["getPricingPlanSchedule"];
        put?: never;
        post?: never;
        /** Delete a schedule */
        delete: operations["deletePricingPlanSchedule"];
        options?: never;
        head?: never;
        /** Update a schedule */
        patch: operations["updatePricingPlanSchedule"];
        trace?: never;
    };
    "/v1/pricing-plan-schedules/{id}/on-demand-pricing-items": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * List what can be charged on demand
         * @description The pricings that the schedule sells at an instant, each with its items that have a price on demand.
         */
        get: operations["getOnDemandPricingItems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pricing-plan-schedules/{id}/copy": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Copy a schedule
         * @description The vendor documents the path, not the members of the body.
         */
        post: operations["copyPricingPlanSchedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pricing-plan-schedules/{id}/migrate": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Move a schedule to another plan version
         * @description Ends this schedule and starts one on the other version. The vendor documents the path, not the members of the body.
         */
        post: operations["migratePricingPlanSchedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invoices": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        /** List invoices */
        get: operations["listInvoices"];
        put?: never;
        /**
         * Create a one-off invoice
         * @description Answers 200.
         */
        post: operations["createInvoice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invoices/charge-on-demand-pricing-items": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Charge items on demand
         * @description Writes a one-off invoice of the items and deposits what they grant, in one step and once for an Idempotency-Key. With preview nothing is stored, and the invoice has the number PREVIEW.
         */
        post: operations["chargeOnDemandPricingItems"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invoices/preview": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview the invoices of a subscription
         * @description Nothing is stored. The invoices have the number PREVIEW.
         */
        post: operations["previewInvoice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invoices/search": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Search invoices */
        post: operations["searchInvoices"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invoices/{id}": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Get an invoice
         * @description Includes periods and lines.
         */
        get: operations["getInvoice"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Update or finalise an invoice
         * @description {"status":"FINAL"} makes a DRAFT final at once. A FINAL invoice never changes.
         */
        patch: operations["updateInvoice"];
        trace?: never;
    };
    "/v1/invoices/{id}/add-line": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add a line to a one-off invoice (older path) */
        post: operations["addInvoiceLine"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invoices/{id}/lines": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add a line to a one-off invoice */
        post: operations["createInvoiceLine"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invoices/{id}/lines/{invoiceLineResourceId}": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
                /** @description The id of the line. */
                invoiceLineResourceId: components["parameters"]["InvoiceLineResourceId"];
            };
            cookie?: never;
        };
        get?: never;
        /** Replace a line of a one-off invoice */
        put: operations["replaceInvoiceLine"];
        post?: never;
        /** Delete a line of a one-off invoice */
        delete: operations["deleteInvoiceLine"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invoices/{id}/pdf": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** Download an invoice as PDF */
        get: operations["getInvoicePdf"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invoices/{id}/credit": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Credit a final invoice
         * @description The answer is the credit invoice.
         */
        post: operations["creditInvoice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invoices/{id}/credit_and_copy": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Credit a final invoice and issue a new one
         * @description The new invoice is a copy that can be changed before it is FINAL.
         */
        post: operations["creditAndCopyInvoice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invoices/{id}/refresh": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Read changed master data into an invoice */
        post: operations["refreshInvoice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invoices/{id}/archive": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Archive an invoice */
        post: operations["archiveInvoice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bulk-actions": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        /** List bulk actions */
        get: operations["listBulkActions"];
        put?: never;
        /**
         * Start a bulk action
         * @description The answer comes at once; the action goes on.
         */
        post: operations["createBulkAction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bulk-actions/check": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Count the resources of a bulk action that is not started yet */
        post: operations["checkBulkAction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bulk-actions/search": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Search bulk actions */
        post: operations["searchBulkActions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bulk-actions/{id}": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** Get a bulk action */
        get: operations["getBulkAction"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bulk-actions/{id}/items": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** List the resources of a bulk action */
        get: operations["listBulkActionItems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credit-types": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        /** List credit types */
        get: operations["listCreditTypes"];
        put?: never;
        /** Create a credit type */
        post: operations["createCreditType"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credit-types/{idOrRef}": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        /** Get a credit type */
        get: operations["getCreditType"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Update a credit type */
        patch: operations["updateCreditType"];
        trace?: never;
    };
    "/v1/credit-types/{idOrRef}/activate": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Activate a credit type */
        post: operations["activateCreditType"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credit-types/{idOrRef}/deactivate": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Deactivate a credit type */
        post: operations["deactivateCreditType"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credit-types/{idOrRef}/deprecate": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Deprecate a credit type */
        post: operations["deprecateCreditType"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credit-types/{idOrRef}/archive": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Archive a credit type */
        post: operations["archiveCreditType"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallet-types": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        /** List wallet types */
        get: operations["listWalletTypes"];
        put?: never;
        /** Create a wallet type */
        post: operations["createWalletType"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallet-types/{idOrRef}": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        /** Get a wallet type */
        get: operations["getWalletType"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Update a wallet type */
        patch: operations["updateWalletType"];
        trace?: never;
    };
    "/v1/wallet-types/{idOrRef}/activate": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Activate a wallet type */
        post: operations["activateWalletType"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallet-types/{idOrRef}/deactivate": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Deactivate a wallet type */
        post: operations["deactivateWalletType"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallet-types/{idOrRef}/deprecate": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Deprecate a wallet type */
        post: operations["deprecateWalletType"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallet-types/{idOrRef}/archive": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Archive a wallet type */
        post: operations["archiveWalletType"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{idOrRef}/wallets/balance": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read the balances of all wallets of a customer
         * @description A read by POST, since it may be asked for an instant.
         */
        post: operations["getCustomerWalletBalances"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallets": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        /** List wallets */
        get: operations["listWallets"];
        put?: never;
        /** Create a wallet */
        post: operations["createWallet"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallets/{idOrRef}": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        /** Get a wallet */
        get: operations["getWallet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallets/{idOrRef}/activate": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Activate a wallet */
        post: operations["activateWallet"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallets/{idOrRef}/deactivate": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Deactivate a wallet */
        post: operations["deactivateWallet"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallets/{idOrRef}/deprecate": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Deprecate a wallet */
        post: operations["deprecateWallet"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallets/{idOrRef}/archive": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Archive a wallet */
        post: operations["archiveWallet"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallets/{idOrRef}/balance": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read the balance of a wallet
         * @description A read by POST, since it may be asked for an instant.
         */
        post: operations["getWalletBalance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallet-grants": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        /** List wallet grants */
        get: operations["listWalletGrants"];
        put?: never;
        /** Put credits or money into a wallet */
        post: operations["createWalletGrant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallet-grants/{id}": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** Get a wallet grant */
        get: operations["getWalletGrant"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        /** List webhooks */
        get: operations["listWebhooks"];
        put?: never;
        /** Create a webhook */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/actions": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        /** List the actions a webhook can select */
        get: operations["listWebhookActions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/test-connection": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a test to an unsaved webhook */
        post: operations["testWebhookConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** Get a webhook */
        get: operations["getWebhook"];
        put?: never;
        post?: never;
        /** Delete a webhook */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        /** Update a webhook */
        patch: operations["updateWebhook"];
        trace?: never;
    };
    "/v1/webhooks/{id}/secret-key": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove the signing secret */
        delete: operations["deleteWebhookSecretKey"];
        options?: never;
        head?: never;
        /**
         * Create or roll the signing secret
         * @description The previous secret stays valid for 24 hours. The answer is the only place that shows the new one.
         */
        patch: operations["rollWebhookSecretKey"];
        trace?: never;
    };
    "/v1/webhooks/{id}/send-penalty-box-payload": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry the delivery that blocks a webhook
         * @description Tries the blocking delivery at once. When it succeeds, the waiting ones follow.
         */
        post: operations["sendWebhookPenaltyBoxPayload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/send-test": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a test to a webhook */
        post: operations["sendWebhookTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-events": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * List deliveries to webhooks
         * @description Newer than the vendor's published contract; the shape is inferred.
         */
        get: operations["listWebhookEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-events/{id}": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Get a delivery
         * @description Newer than the vendor's published contract; the shape is inferred.
         */
        get: operations["getWebhookEvent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-events/{id}/resend": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a delivery again
         * @description Newer than the vendor's published contract; the shape is inferred.
         */
        post: operations["resendWebhookEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alert-rules": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        /** List alert rules */
        get: operations["listAlertRules"];
        put?: never;
        /** Create an alert rule */
        post: operations["createAlertRule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alert-rules/{id}": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** Get an alert rule */
        get: operations["getAlertRule"];
        put?: never;
        post?: never;
        /** Delete an alert rule */
        delete: operations["deleteAlertRule"];
        options?: never;
        head?: never;
        /** Update an alert rule */
        patch: operations["updateAlertRule"];
        trace?: never;
    };
    "/v1/alerts": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        /** List alerts */
        get: operations["listAlerts"];
        put?: never;
        /** Create an alert */
        post: operations["createAlert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alerts/{id}": {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** Get an alert */
        get: operations["getAlert"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
};
export type webhooks = {
    webhookDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Receive an event
         * @description What a webhook receives. Any 2XX within 10 seconds acknowledges it. Otherwise it is sent again after 2, 4, 8, 16, 32 minutes, 1, 2, 4, 8 hours, then every 8 hours, for 7 days; later events wait. The signature is HMAC-SHA256 in hexadecimal over the timestamp, a dot, and the raw body.
         */
        post: operations["receiveWebhookDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
};
export type components = {
    schemas: {
        /** @description A postal address. */
        Address: {
            /** @description Street and number. */
            line1?: string | null;
            /** @description Addition to the street. */
            line2?: string | null;
            /** @description City. */
            city?: string | null;
            /** @description Postal code. */
            postal_code?: string | null;
            /** @description State, province or region. */
            state?: string | null;
            /** @description Country. */
            country?: components["schemas"]["CountryCode"] | null;
        };
        /** @description A rule that was met. */
        Alert: {
            /** @description Kind of the resource. */
            object_type?: string | null;
            /** @description Id, given by the server. */
            id?: string | null;
            /** @description Id of the platform. */
            platform_id?: string;
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at?: string | null;
            /** @description Id of the rule. */
            alert_rule_id?: string;
            /** @description The rule, when expanded. */
            alert_rule?: components["schemas"]["AlertRule"] | null;
            /** @description Id of the customer. */
            customer_id?: string;
            /** @description The customer, when expanded. */
            customer?: components["schemas"]["Customer"] | null;
            /**
             * @description Type of the rule.
             * @enum {string}
             */
            type?: "ENTITLEMENT" | "INVOICE";
            /** @description What set the alert off, such as the reference of an event. */
            data_trigger_reference?: string | null;
            /** @description What was compared. */
            alert_data?: components["schemas"]["AlertData"];
        };
        /** @description What a request may set when it creates an alert. */
        AlertCreateRequest: {
            /** @description Id of the platform. */
            platform_id: string;
            /** @description Id of the rule. */
            alert_rule_id: string;
            /** @description Id of the customer. */
            customer_id: string;
            /**
             * @description Type of the rule.
             * @enum {string}
             */
            type: "ENTITLEMENT" | "INVOICE";
            /** @description What set the alert off, such as the reference of an event. */
            data_trigger_reference?: string | null;
            /** @description What was compared. */
            alert_data: components["schemas"]["AlertData"];
        };
        /** @description What was compared. */
        AlertData: {
            /** @description For the type ENTITLEMENT. */
            entitlement?: components["schemas"]["AlertDataEntitlement"];
            /** @description For the type INVOICE. */
            invoice?: components["schemas"]["AlertDataInvoice"];
        };
        /** @description Usage against an entitlement. */
        AlertDataEntitlement: {
            /** @description Id of the subscription. */
            pricing_plan_subscription_id?: string | null;
            /** @description What is allowed. */
            entitlement_value?: components["schemas"]["AlertDataValue"];
            /** @description Where the alert is raised. */
            threshold_value?: components["schemas"]["AlertDataValue"];
            /** @description What was used. */
            used_value?: components["schemas"]["AlertDataValue"];
        };
        /** @description An invoice. */
        AlertDataInvoice: {
            /** @description Id of the invoice. */
            id?: string;
            /** @description For the variant OVERDUE. */
            overdue?: components["schemas"]["AlertDataInvoiceOverdue"];
        };
        /** @description An overdue invoice. */
        AlertDataInvoiceOverdue: {
            /**
             * Format: date-time
             * @description When the invoice is due.
             */
            due_date?: string | null;
            /** @description For how long it is overdue. */
            overdue_period?: components["schemas"]["Period"];
        };
        /** @description A number or an amount. */
        AlertDataValue: {
            /** @description A number, as a decimal string. */
            number?: components["schemas"]["NullableDecimal"];
            /** @description Money. */
            amount?: components["schemas"]["Amount"];
        };
        /** @description A page of alerts. */
        AlertResponseWrapper: components["schemas"]["Paging"] & {
            data: components["schemas"]["Alert"][];
        };
        /** @description When an alert is raised. */
        AlertRule: {
            /** @description Kind of the resource. */
            object_type?: string | null;
            /** @description Id, given by the server. */
            id?: string | null;
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference?: components["schemas"]["Reference"];
            /** @description Name for people. */
            name?: string | null;
            /** @description Text for people. */
            description?: string | null;
            /**
             * @description State of the resource. Without it a new resource is a DRAFT.
             * @enum {string|null}
             */
            status?: "DRAFT" | "ACTIVE" | "ARCHIVED" | "DEPRECATED" | null;
            /** @description Ids of the customers that the rule is for. Empty: all. */
            customer_ids?: string[] | null;
            /** @description The customers, when expanded. */
            customers?: components["schemas"]["Customer"][] | null;
            /**
             * @description ENTITLEMENT: usage of a feature. INVOICE: an invoice.
             * @enum {string|null}
             */
            type?: "ENTITLEMENT" | "INVOICE" | null;
            /**
             * @description STATIC: a fixed threshold. DYNAMIC: one that follows the entitlement.
             * @enum {string|null}
             */
            trigger_type?: "STATIC" | "DYNAMIC" | null;
            /** @description For the type ENTITLEMENT. */
            entitlement?: components["schemas"]["AlertRuleEntitlement"];
            /** @description For the type INVOICE. */
            invoice?: components["schemas"]["AlertRuleInvoice"];
        };
        /** @description What a request may set when it creates an alert rule. */
        AlertRuleCreateRequest: {
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference: components["schemas"]["Reference"];
            /** @description Name for people. */
            name?: string | null;
            /** @description Text for people. */
            description?: string | null;
            /**
             * @description State of the resource. Without it a new resource is a DRAFT.
             * @enum {string|null}
             */
            status?: "DRAFT" | "ACTIVE" | "ARCHIVED" | "DEPRECATED" | null;
            /** @description Ids of the customers that the rule is for. Empty: all. */
            customer_ids?: string[] | null;
            /**
             * @description ENTITLEMENT: usage of a feature. INVOICE: an invoice.
             * @enum {string}
             */
            type: "ENTITLEMENT" | "INVOICE";
            /**
             * @description STATIC: a fixed threshold. DYNAMIC: one that follows the entitlement.
             * @enum {string|null}
             */
            trigger_type?: "STATIC" | "DYNAMIC" | null;
            /** @description For the type ENTITLEMENT. */
            entitlement?: components["schemas"]["AlertRuleEntitlementRequest"];
            /** @description For the type INVOICE. */
            invoice?: components["schemas"]["AlertRuleInvoice"];
        };
        /** @description Compares the usage of a feature with its entitlement. */
        AlertRuleEntitlement: {
            /** @description Id of the feature. */
            feature_id?: string;
            /** @description The feature, when expanded. */
            feature?: components["schemas"]["Feature"] | null;
            /** @description How the values are compared. */
            comparator?: components["schemas"]["Comparator"];
            /** @description The threshold. */
            threshold?: components["schemas"]["Threshold"];
        };
        /** @description Alert rule entitlement, as a request sends it. */
        AlertRuleEntitlementRequest: {
            /** @description Id of the feature. */
            feature_id?: string;
            /** @description How the values are compared. */
            comparator?: components["schemas"]["Comparator"];
            /** @description The threshold. */
            threshold?: components["schemas"]["Threshold"];
        };
        /** @description Looks at an invoice. */
        AlertRuleInvoice: {
            /**
             * @description What is looked at.
             * @enum {string}
             */
            variant?: "OVERDUE";
            /** @description For the variant OVERDUE. */
            overdue?: components["schemas"]["AlertRuleInvoiceOverdue"];
        };
        /** @description Compares how long an invoice is overdue. */
        AlertRuleInvoiceOverdue: {
            /** @description How the values are compared. */
            comparator?: components["schemas"]["Comparator"] | null;
            /** @description The time since the due date. */
            threshold?: components["schemas"]["Period"];
        };
        /** @description A page of alert rules. */
        AlertRuleResponseWrapper: components["schemas"]["Paging"] & {
            data: components["schemas"]["AlertRule"][];
        };
        /** @description What a request may change on an alert rule. Members left out stay as they are. */
        AlertRuleUpdateRequest: {
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference?: components["schemas"]["Reference"];
            /** @description Name for people. */
            name?: string | null;
            /** @description Text for people. */
            description?: string | null;
            /**
             * @description State of the resource. Without it a new resource is a DRAFT.
             * @enum {string|null}
             */
            status?: "DRAFT" | "ACTIVE" | "ARCHIVED" | "DEPRECATED" | null;
            /** @description Ids of the customers that the rule is for. Empty: all. */
            customer_ids?: string[] | null;
            /**
             * @description ENTITLEMENT: usage of a feature. INVOICE: an invoice.
             * @enum {string|null}
             */
            type?: "ENTITLEMENT" | "INVOICE" | null;
            /**
             * @description STATIC: a fixed threshold. DYNAMIC: one that follows the entitlement.
             * @enum {string|null}
             */
            trigger_type?: "STATIC" | "DYNAMIC" | null;
            /** @description For the type ENTITLEMENT. */
            entitlement?: components["schemas"]["AlertRuleEntitlementRequest"];
            /** @description For the type INVOICE. */
            invoice?: components["schemas"]["AlertRuleInvoice"];
        };
        /** @description Money: an exact quantity of one currency. */
        Amount: {
            /** @description The amount in the major unit of the currency: "12.50" is twelve and a half. */
            quantity?: components["schemas"]["Decimal"];
            currency?: components["schemas"]["CurrencyCode"];
        };
        /** @description What went wrong. One flat object for every error of every operation. */
        ApiError: {
            /**
             * @description INVALID_REQUEST: the request is at fault. API_ERROR: the server is.
             * @enum {string}
             */
            type: "API_ERROR" | "INVALID_REQUEST";
            /**
             * @description The reason, for programs.
             * @enum {string}
             */
            code: "RESOURCE_NOT_FOUND" | "RESOURCES_NOT_FOUND" | "UNABLE_TO_PROCESS_INSTRUCTIONS" | "BAD_REQUEST" | "UNSUPPORTED_MEDIA_TYPE" | "RESOURCE_ALREADY_EXISTS" | "CUSTOM_FIELD_VALUE_ALREADY_EXISTS" | "COULD_NOT_CREATE_RESOURCE" | "COULD_NOT_UPDATE_RESOURCE" | "COULD_NOT_DELETE_RESOURCE" | "MISSING_VERSION" | "UNSUPPORTED_VERSION" | "UNAUTHORISED" | "CUSTOMER_NOT_FOUND" | "PLATFORM_NOT_FOUND" | "PRICING_PLAN_NOT_FOUND" | "PRODUCT_NOT_FOUND" | "PRODUCT_ITEM_NOT_FOUND" | "PRICING_NOT_FOUND" | "PRICING_ITEM_NOT_FOUND" | "USER_NOT_FOUND" | "METER_NOT_FOUND" | "METER_VALUE_NOT_FOUND" | "METER_PROPERTY_NOT_FOUND" | "PRICING_ITEM_SUMMARIES_NOT_FOUND" | "MISSING_ID" | "INVALID_ID" | "MISSING_REFERENCE" | "MISSING_FIELD" | "INVALID_FIELD" | "INVALID_OPERATION" | "INTERNAL_ERROR" | "USER_NOT_ALLOWED" | "IDEMPOTENCY_CHECK_FAILED" | "INVALID_REQUEST";
            /** @description The member of the request that is at fault, as a dotted path with array positions from 0: schedules.0.start_at. */
            field?: string | null;
            /** @description The reason, for people. It may change. */
            message: string;
            /** @description Id or reference of the resource that is meant. */
            resource_id?: string | null;
            /**
             * @description Kind of the resource that is meant.
             * @enum {string|null}
             */
            resource_type?: "CUSTOMER" | "CUSTOM_FIELD" | "PLATFORM" | "PLATFORM_UPTODATE" | "METER" | "METER_VALUE" | "METER_PROPERTY" | "METER_VALUE_CALCULATION" | "INGEST_DATA" | "METER_DATA" | "CHARGE_DATA" | "PERSIST_DATA" | "ADJUSTMENT_DATA" | "PRODUCT_CATEGORY" | "PRODUCT" | "PRODUCT_ITEM" | "PRICING" | "PRICING_GROUP" | "PRICING_ITEM" | "PRICING_ITEM_CONFIG" | "PRICING_PLAN_SUBSCRIPTION" | "PRICING_PLAN_SUBSCRIPTION_GROUP" | "PRICING_PLAN_SCHEDULE" | "PRICING_PLAN" | "PRICING_PLAN_VERSION" | "QUOTE" | "QUOTE_VERSION" | "QUOTE_TEMPLATE" | "API_KEY" | "USER" | "ROLE" | "PROXY_USER" | "EXTERNAL_CREDENTIALS" | "TOKEN" | "INVOICE" | "E_INVOICE" | "PDF" | "BILLING_ENTITY" | "FEATURE" | "MEMBERSHIP" | "PAYMENT" | "PAYMENT_ACCEPTOR" | "PAYMENT_METHOD" | "PAYMENT_METHOD_OPTIONS" | "PAYMENT_SCHEDULE" | "PAYMENT_REQUEST" | "INTEGRATION" | "WEBHOOK" | "FILE" | "FILE_PROCESSING_SETTINGS" | "TEAM" | "DOWNLOAD_URL" | "CSV_REPORT" | "REPORT" | "REPORT_GENERATE_REQUEST" | "REPORT_CONFIGURATION" | "REPORT_SUBSCRIPTION" | "REPORT_DEFINITION" | "ACCOUNT_GROUP" | "ENTITY" | "EVENT_TRACE" | "EVENT_TRACE_LINK" | "PRICING_CATEGORY" | "CONTACT" | "ALERT_RULE" | "ALERT" | "AUDIT_RECORD" | "PORTAL_URL" | "AUTHENTICATION_PROVIDER" | "REPROCESS" | "APPROVAL_POLICY" | "APPROVAL_REQUEST" | "BULK_ACTION" | "COUPON" | "PROMOTION_CODE" | "WALLET" | "WALLET_TYPE" | "WALLET_GRANT" | "WORKFLOW" | "WORKFLOW_TRIGGER" | "WORKFLOW_ACTION" | "CREDIT_TYPE" | "SIGNATURE_REQUEST" | "ATTACHMENT" | "DOCUMENT" | null;
        };
        /** @description A coupon as applied. */
        AppliedCoupon: {
            /** @description Id of the coupon. */
            id?: string;
            /** @description Name of the coupon. */
            coupon_name?: string | null;
            /** @description Id of the promotion code. */
            promotion_code_resource_id?: string | null;
            /** @description The promotion code. */
            promotion_code?: string | null;
            /** @description Discount. */
            discount?: components["schemas"]["Discount"] | null;
        };
        /** @description The legal entity that issues invoices. At least one must exist before a customer subscribes. */
        BillingEntity: {
            /** @description Kind of the resource. */
            object_type?: string | null;
            /** @description Id, given by the server. */
            id?: string | null;
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at?: string | null;
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference?: components["schemas"]["Reference"];
            /** @description State of the resource. Without it a new resource is a DRAFT. */
            status?: string | null;
            /** @description Time zone: an IANA name, GMT with an offset, or an abbreviation. */
            timezone?: string | null;
            /** @description Registered name. */
            legal_name?: string | null;
            /** @description Tax number. tax_ids is the newer member. */
            tax_id?: string | null;
            /** @description Tax numbers. */
            tax_ids?: components["schemas"]["TaxId"][] | null;
            /** @description Number in the register of companies. */
            registration_number?: string | null;
            /** @description Registered address. */
            registered_address?: components["schemas"]["Address"];
            /** @description Address for electronic mail. */
            email?: string | null;
            /** @description Settings for tax. */
            tax_settings?: components["schemas"]["OpenObject"];
            /** @description Further registrations for tax. */
            tax_registrations?: components["schemas"]["TaxRegistration"][] | null;
            /** @description Values of custom fields. */
            custom_fields?: components["schemas"]["CustomFieldValue"][] | null;
            /** @description Customers of these countries get this billing entity. */
            default_customer_country_selector?: components["schemas"]["CountryCode"][] | null;
            /** @description Customers that pay in these currencies get this billing entity. */
            default_billing_currency_selector?: components["schemas"]["CurrencyCode"][] | null;
            /** @description Links to other systems. */
            linked_integrations?: components["schemas"]["OpenObject"][] | null;
        };
        /** @description What a request may set when it creates a billing entity. */
        BillingEntityCreateRequest: {
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference: components["schemas"]["Reference"];
            /** @description State of the resource. Without it a new resource is a DRAFT. */
            status?: string | null;
            /** @description Time zone: an IANA name, GMT with an offset, or an abbreviation. */
            timezone?: string | null;
            /** @description Registered name. */
            legal_name?: string | null;
            /** @description Tax number. tax_ids is the newer member. */
            tax_id?: string | null;
            /** @description Tax numbers. */
            tax_ids?: components["schemas"]["TaxIdRequest"][] | null;
            /** @description Number in the register of companies. */
            registration_number?: string | null;
            /** @description Registered address. */
            registered_address?: components["schemas"]["Address"];
            /** @description Address for electronic mail. */
            email?: string | null;
            /** @description Settings for tax. */
            tax_settings?: components["schemas"]["OpenObject"];
            /** @description Further registrations for tax. */
            tax_registrations?: components["schemas"]["TaxRegistrationRequest"][] | null;
            /** @description Values of custom fields. */
            custom_fields?: components["schemas"]["CustomFieldValue"][] | null;
            /** @description Customers of these countries get this billing entity. */
            default_customer_country_selector?: components["schemas"]["CountryCode"][] | null;
            /** @description Customers that pay in these currencies get this billing entity. */
            default_billing_currency_selector?: components["schemas"]["CurrencyCode"][] | null;
            /** @description Links to other systems. */
            linked_integrations?: components["schemas"]["OpenObject"][] | null;
        };
        /** @description A list of billing entities. */
        BillingEntityResponseWrapper: {
            data: components["schemas"]["BillingEntity"][];
        };
        /** @description What a request may change on a billing entity. Members left out stay as they are. */
        BillingEntityUpdateRequest: {
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference?: components["schemas"]["Reference"];
            /** @description State of the resource. Without it a new resource is a DRAFT. */
            status?: string | null;
            /** @description Time zone: an IANA name, GMT with an offset, or an abbreviation. */
            timezone?: string | null;
            /** @description Registered name. */
            legal_name?: string | null;
            /** @description Tax number. tax_ids is the newer member. */
            tax_id?: string | null;
            /** @description Tax numbers. */
            tax_ids?: components["schemas"]["TaxIdRequest"][] | null;
            /** @description Number in the register of companies. */
            registration_number?: string | null;
            /** @description Registered address. */
            registered_address?: components["schemas"]["Address"];
            /** @description Address for electronic mail. */
            email?: string | null;
            /** @description Settings for tax. */
            tax_settings?: components["schemas"]["OpenObject"];
            /** @description Further registrations for tax. */
            tax_registrations?: components["schemas"]["TaxRegistrationRequest"][] | null;
            /** @description Values of custom fields. */
            custom_fields?: components["schemas"]["CustomFieldValue"][] | null;
            /** @description Customers of these countries get this billing entity. */
            default_customer_country_selector?: components["schemas"]["CountryCode"][] | null;
            /** @description Customers that pay in these currencies get this billing entity. */
            default_billing_currency_selector?: components["schemas"]["CurrencyCode"][] | null;
            /** @description Links to other systems. */
            linked_integrations?: components["schemas"]["OpenObject"][] | null;
        };
        /** @description A billing period that can be chosen. */
        BillingPeriodOption: {
            /** @description Length of time. */
            period?: components["schemas"]["Period"];
            /** @description Text for people. */
            description?: string | null;
        };
        /** @description The billing periods that can be chosen. */
        BillingPeriodSettings: {
            /** @description The billing periods that a subscription may choose. */
            billing_periods?: components["schemas"]["BillingPeriodOption"][] | null;
        };
        /** @description The resources of a bulk action that is not started yet. */
        BulkActionCheck: {
            /** @description The kind of the action. */
            type?: string;
            /** @description The number of resources that it would work on. */
            number_of_resources?: number | null;
            /** @description Some of these resources. */
            included_example_resources?: components["schemas"]["BulkActionItemResource"][];
        };
        /** @description One resource of a bulk action. */
        BulkActionItem: {
            /** @description Id of the item. */
            id?: string;
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at?: string;
            /**
             * Format: date-time
             * @description When it was last changed.
             */
            updated_at?: string | null;
            /** @description State of the item. */
            status?: string;
            /** @description The reason for which it failed, if it did. */
            message?: string | null;
            /** @description The resource that the action works on. */
            target_resource?: components["schemas"]["BulkActionItemResource"];
            /** @description The resource that the action made, if it made one. */
            generated_resource?: components["schemas"]["BulkActionItemResource"] | null;
        };
        /** @description A resource by its kind and its id. */
        BulkActionItemResource: {
            /** @description Kind of the resource, such as INVOICE. */
            type?: string;
            /** @description Id of the resource. */
            id?: string;
        };
        /** @description A page of the resources of a bulk action. */
        BulkActionItemResponseWrapper: components["schemas"]["Paging"] & {
            data: components["schemas"]["BulkActionItem"][];
        };
        /** @description What to do, and to which invoices. */
        BulkActionRequestCreateRequest: {
            /**
             * @description What to do.
             * @enum {string}
             */
            type: "FINALIZE_INVOICES" | "REQUEST_USAGE_REPORTS";
            /** @description What FINALIZE_INVOICES needs. */
            finalize_invoices?: components["schemas"]["FinalizeInvoicesParameters"];
            /** @description What REQUEST_USAGE_REPORTS needs. */
            request_usage_reports?: components["schemas"]["RequestUsageReportsParameters"];
        };
        /** @description A bulk action. */
        BulkActionResponse: {
            /** @description Id, given by the server. */
            id?: string;
            /** @description What is done. */
            type?: string;
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at?: string;
            /**
             * Format: date-time
             * @description When it was carried out.
             */
            executed_at?: string;
            /**
             * Format: date-time
             * @description When it was last changed.
             */
            updated_at?: string | null;
            /** @description State of the bulk action. */
            status?: string;
            /** @description How many resources are meant. */
            number_of_resources?: number | null;
            /** @description Progress, from 0 to 100. */
            percentage?: number | null;
            /** @description What FINALIZE_INVOICES needs. */
            finalize_invoices?: components["schemas"]["FinalizeInvoicesParameters"];
            /** @description What REQUEST_USAGE_REPORTS needs. */
            request_usage_reports?: components["schemas"]["RequestUsageReportsParameters"];
        };
        /** @description A page of bulk actions. */
        BulkActionResponseWrapper: components["schemas"]["Paging"] & {
            data: components["schemas"]["BulkActionResponse"][];
        };
        /** @description A half-open span of time. */
        ChargeDataPeriod: {
            /**
             * Format: date-time
             * @description First instant that counts.
             */
            start_at?: string;
            /**
             * Format: date-time
             * @description First instant that no longer counts. Absent or null means open-ended.
             */
            end_at?: string;
            /** @description Share of the whole, as a decimal string from 0 to 1. */
            ratio?: components["schemas"]["NullableDecimal"];
        };
        /** @description An item that is charged on demand. */
        ChargeOnDemandPricingItem: {
            /** @description Id of the pricing item. */
            pricing_item_id: string;
            /** @description The amount that is chosen, without tax. For a FLEXIBLE price, and required there. */
            flexible_amount?: components["schemas"]["Amount"];
            /** @description How many are bought. For a FLAT price; default its default_units. */
            units?: components["schemas"]["Volume"];
        };
        /** @description Items of a schedule that are charged now. */
        ChargeOnDemandPricingItemsCreateRequest: {
            /** @description Id of the schedule that sells the items. */
            pricing_plan_schedule_id: string;
            /** @description The items, each once. */
            pricing_items: components["schemas"]["ChargeOnDemandPricingItem"][];
            /**
             * Format: date-time
             * @description When the items are sold and their deposits begin. Default now.
             */
            start_at?: string;
            /** @description Makes the invoice FINAL at once. Default false. */
            finalize_immediately?: boolean | null;
            /** @description Id of the payment method. This server has none; wallets of money pay. */
            payment_method_id?: string | null;
            /** @description Works the invoice out and stores nothing. Default false. */
            preview?: boolean | null;
        };
        /** @description Commitments to a minimum, by what they apply to. */
        Commitment: {
            /** @description For single pricing rules. */
            pricing_item_configs?: components["schemas"]["PricingItemConfigCommitment"][] | null;
            /** @description For single pricing items. */
            pricing_items?: components["schemas"]["PricingItemCommitment"][] | null;
            /** @description For single pricings. */
            pricings?: components["schemas"]["PricingCommitment"][] | null;
            /** @description For the total of the invoice. */
            totals?: components["schemas"]["InvoiceCommitment"][] | null;
        };
        /**
         * @description How a value is compared. IN, NOT_IN take a list; EMPTY, NOT_EMPTY take nothing.
         * @enum {string}
         */
        Comparator: "EQUALS" | "NOT_EQUALS" | "IN" | "NOT_IN" | "GREATER_THAN" | "GREATER_THAN_OR_EQUALS" | "LESS_THAN" | "LESS_THAN_OR_EQUALS" | "EMPTY" | "NOT_EMPTY" | "CONTAINS" | "NOT_CONTAINS";
        /** @description A number of seats for a pricing rule. */
        ConfiguredMeterValue: {
            /** @description Id of the pricing rule. */
            pricing_item_config_id?: string;
            /** @description A number, as a decimal string. */
            number?: components["schemas"]["NullableDecimal"];
            /** @description Money. */
            amount?: components["schemas"]["Amount"];
            /**
             * Format: date-time
             * @description First instant that counts.
             */
            start_at?: string | null;
            /** @description Start now. */
            set_start_at_to_now?: boolean | null;
            /**
             * Format: date-time
             * @description First instant that no longer counts. Absent or null means open-ended.
             */
            end_at?: string | null;
        };
        /** @description A volume that costs nothing, for a pricing rule. */
        ConfiguredMeterValueIncludedVolume: {
            /** @description Id of the pricing rule. */
            pricing_item_config_id?: string;
            /** @description A number, as a decimal string. */
            number?: components["schemas"]["NullableDecimal"];
            /** @description Money. */
            amount?: components["schemas"]["Amount"];
            /**
             * Format: date-time
             * @description First instant that counts.
             */
            start_at?: string | null;
            /**
             * Format: date-time
             * @description First instant that no longer counts. Absent or null means open-ended.
             */
            end_at?: string | null;
            /** @description When the volume starts anew. The vendor does not document the values. */
            reset_type?: string | null;
        };
        /** @description What an event is expected to cost. */
        CostPrediction: {
            /**
             * @description Whether a prediction was possible.
             * @enum {string}
             */
            response?: "OK" | "FAILED" | "NOT_SUPPORTED";
            /** @description One entry a customer that would be billed. */
            details?: components["schemas"]["CostPredictionDetails"][] | null;
            /** @description Exchange rates that were used. */
            used_change_rates?: components["schemas"]["UsedExchangeRate"][] | null;
        };
        /** @description The expected cost for one customer. */
        CostPredictionDetails: {
            /** @description Id of the customer. */
            customer_id?: string;
            /** @description Id of the invoice. */
            invoice_id?: string | null;
            /** @description Amount without taxes. */
            amount_excluding_tax?: components["schemas"]["Amount"];
            /** @description Amount with taxes. */
            amount_including_tax?: components["schemas"]["Amount"];
            /** @description Sum of all taxes. */
            tax_summary?: components["schemas"]["InvoiceTaxTotalSummary"];
            /** @description The invoice periods that would change. */
            periods?: components["schemas"]["InvoicePeriod"][];
            /** @description The wallet before the event. */
            pre_wallet_balance?: components["schemas"]["CustomerWalletBalanceStatus"];
            /** @description The wallet after the event. */
            post_wallet_balance?: components["schemas"]["CustomerWalletBalanceStatus"];
        };
        /**
         * @description An ISO 3166-1 alpha-2 country code.
         * @enum {string}
         */
        CountryCode: "AD" | "AE" | "AF" | "AG" | "AI" | "AL" | "AM" | "AO" | "AQ" | "AR" | "AS" | "AT" | "AU" | "AW" | "AX" | "AZ" | "BA" | "BB" | "BD" | "BE" | "BF" | "BG" | "BH" | "BI" | "BJ" | "BL" | "BM" | "BN" | "BO" | "BQ" | "BR" | "BS" | "BT" | "BV" | "BW" | "BY" | "BZ" | "CA" | "CC" | "CD" | "CF" | "CG" | "CH" | "CI" | "CK" | "CL" | "CM" | "CN" | "CO" | "CR" | "CU" | "CV" | "CW" | "CX" | "CY" | "CZ" | "DE" | "DJ" | "DK" | "DM" | "DO" | "DZ" | "EC" | "EE" | "EG" | "EH" | "ER" | "ES" | "ET" | "FI" | "FJ" | "FK" | "FM" | "FO" | "FR" | "GA" | "GB" | "GD" | "GE" | "GF" | "GG" | "GH" | "GI" | "GL" | "GM" | "GN" | "GP" | "GQ" | "GR" | "GS" | "GT" | "GU" | "GW" | "GY" | "HK" | "HM" | "HN" | "HR" | "HT" | "HU" | "ID" | "IE" | "IL" | "IM" | "IN" | "IO" | "IQ" | "IR" | "IS" | "IT" | "JE" | "JM" | "JO" | "JP" | "KE" | "KG" | "KH" | "KI" | "KM" | "KN" | "KP" | "KR" | "KW" | "KY" | "KZ" | "LA" | "LB" | "LC" | "LI" | "LK" | "LR" | "LS" | "LT" | "LU" | "LV" | "LY" | "MA" | "MC" | "MD" | "ME" | "MF" | "MG" | "MH" | "MK" | "ML" | "MM" | "MN" | "MO" | "MP" | "MQ" | "MR" | "MS" | "MT" | "MU" | "MV" | "MW" | "MX" | "MY" | "MZ" | "NA" | "NC" | "NE" | "NF" | "NG" | "NI" | "NL" | "NO" | "NP" | "NR" | "NU" | "NZ" | "OM" | "PA" | "PE" | "PF" | "PG" | "PH" | "PK" | "PL" | "PM" | "PN" | "PR" | "PS" | "PT" | "PW" | "PY" | "QA" | "RE" | "RO" | "RS" | "RU" | "RW" | "SA" | "SB" | "SC" | "SD" | "SE" | "SG" | "SH" | "SI" | "SJ" | "SK" | "SL" | "SM" | "SN" | "SO" | "SR" | "SS" | "ST" | "SV" | "SX" | "SY" | "SZ" | "TC" | "TD" | "TF" | "TG" | "TH" | "TJ" | "TK" | "TL" | "TM" | "TN" | "TO" | "TR" | "TT" | "TV" | "TW" | "TZ" | "UA" | "UG" | "UM" | "US" | "UY" | "UZ" | "VA" | "VC" | "VE" | "VG" | "VI" | "VN" | "VU" | "WF" | "WS" | "YE" | "YT" | "ZA" | "ZM" | "ZW";
        /** @description What happens to the two new invoices. */
        CreditAndCopyInvoiceRequestCreateRequest: {
            /** @description Make the new invoice FINAL at once. */
            update_new_invoice_to_final?: boolean | null;
            /** @description Make the credit invoice FINAL at once. */
            update_credit_invoice_to_final?: boolean | null;
            /**
             * @description Whether the details come from the invoice as it is now or as it was issued.
             * @enum {string|null}
             */
            credit_details_source?: "CURRENT" | "ORIGINAL" | null;
        };
        /** @description The three invoices. */
        CreditAndCopyInvoiceResponse: {
            /** @description Id of the invoice that was credited. */
            original_invoice_id?: string;
            /** @description Id of the credit invoice. */
            credit_invoice_id?: string;
            /** @description Id of the new invoice. */
            new_invoice_id?: string;
        };
        /** @description What to credit of a group. */
        CreditInvoiceGroup: {
            /** @description Position in the period, from 1. */
            group_order?: number;
            /** @description Money. */
            amount?: components["schemas"]["Amount"];
            /** @description Lines. */
            lines?: components["schemas"]["CreditInvoiceLine"][] | null;
        };
        /** @description What to credit of a line. */
        CreditInvoiceLine: {
            /** @description Position in the group, from 1. */
            line_order?: number;
            /** @description Money. */
            amount?: components["schemas"]["Amount"];
        };
        /** @description What to credit of a period. */
        CreditInvoicePeriod: {
            /** @description Position in the invoice, from 1. */
            period_order?: number;
            /** @description Money. */
            amount?: components["schemas"]["Amount"];
            /** @description Groups. */
            groups?: components["schemas"]["CreditInvoiceGroup"][] | null;
        };
        /** @description A unit that is bought in advance. */
        CreditType: {
            /** @description Kind of the resource. */
            object_type?: string | null;
            /** @description Id, given by the server. */
            id?: string | null;
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference?: components["schemas"]["Reference"];
            /**
             * @description State. It is changed with the actions.
             * @enum {string|null}
             */
            status?: "DRAFT" | "ACTIVE" | "INACTIVE" | "DEPRECATED" | "ARCHIVED" | null;
            /** @description Name for people. */
            name?: string;
            /** @description Text for people. */
            description?: string | null;
            /** @description Name of one unit. */
            unit_name?: components["schemas"]["UnitName"];
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at?: string | null;
            /**
             * Format: date-time
             * @description When it was last changed.
             */
            updated_at?: string | null;
        };
        /** @description What a request may set when it creates a credit type. */
        CreditTypeCreateRequest: {
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference?: components["schemas"]["Reference"];
            /** @description Name for people. */
            name?: string;
            /** @description Text for people. */
            description?: string | null;
            /** @description Name of one unit. */
            unit_name?: components["schemas"]["UnitName"];
        };
        /** @description A page of credit types. */
        CreditTypeResponseWrapper: components["schemas"]["Paging"] & {
            data: components["schemas"]["CreditType"][];
        };
        /** @description What a request may change on a credit type. Members left out stay as they are. */
        CreditTypeUpdateRequest: {
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference?: components["schemas"]["Reference"];
            /** @description Name for people. */
            name?: string;
            /** @description Text for people. */
            description?: string | null;
            /** @description Name of one unit. */
            unit_name?: components["schemas"]["UnitName"];
        };
        /** @description A quantity of credits of one type. */
        Credits: {
            /** @description Number of credits. */
            quantity?: components["schemas"]["Decimal"];
            /** @description Id of the credit type. */
            credit_type_id?: string;
        };
        /**
         * @description An ISO 4217 currency code.
         * @enum {string}
         */
        CurrencyCode: "AED" | "AFN" | "ALL" | "AMD" | "AOA" | "ARS" | "AUD" | "AWG" | "AZN" | "BAM" | "BBD" | "BDT" | "BHD" | "BIF" | "BMD" | "BND" | "BOB" | "BOV" | "BRL" | "BSD" | "BTN" | "BWP" | "BYN" | "BZD" | "CAD" | "CDF" | "CHE" | "CHF" | "CHW" | "CLF" | "CLP" | "CNY" | "COP" | "COU" | "CRC" | "CUP" | "CVE" | "CZK" | "DJF" | "DKK" | "DOP" | "DZD" | "EGP" | "ERN" | "ETB" | "EUR" | "FJD" | "FKP" | "GBP" | "GEL" | "GHS" | "GIP" | "GMD" | "GNF" | "GTQ" | "GYD" | "HKD" | "HNL" | "HTG" | "HUF" | "IDR" | "ILS" | "INR" | "IQD" | "IRR" | "ISK" | "JMD" | "JOD" | "JPY" | "KES" | "KGS" | "KHR" | "KMF" | "KPW" | "KRW" | "KWD" | "KYD" | "KZT" | "LAK" | "LBP" | "LKR" | "LRD" | "LSL" | "LYD" | "MAD" | "MDL" | "MGA" | "MKD" | "MMK" | "MNT" | "MOP" | "MRU" | "MUR" | "MVR" | "MWK" | "MXN" | "MXV" | "MYR" | "MZN" | "NAD" | "NGN" | "NIO" | "NOK" | "NPR" | "NZD" | "OMR" | "PAB" | "PEN" | "PGK" | "PHP" | "PKR" | "PLN" | "PYG" | "QAR" | "RON" | "RSD" | "RUB" | "RWF" | "SAR" | "SBD" | "SCR" | "SDG" | "SEK" | "SGD" | "SHP" | "SLE" | "SOS" | "SRD" | "SSP" | "STN" | "SVC" | "SYP" | "SZL" | "THB" | "TJS" | "TMT" | "TND" | "TOP" | "TRY" | "TTD" | "TWD" | "TZS" | "UAH" | "UGX" | "USD" | "USN" | "UYI" | "UYU" | "UYW" | "UZS" | "VED" | "VES" | "VND" | "VUV" | "WST" | "XAF" | "XCD" | "XCG" | "XOF" | "XPF" | "YER" | "ZAR" | "ZMW" | "ZWG";
        /** @description A value of a custom field. */
        CustomFieldValue: {
            /** @description Id of the custom field. */
            id?: string | null;
            /** @description Reference of the custom field. */
            reference?: string | null;
            /** @description The value of a field that holds one. */
            value?: string | null;
            /** @description The values of a field that holds several. */
            values?: string[] | null;
            /** @description Where the value came from. */
            integration_details?: components["schemas"]["OpenObject"] | null;
            /** @description Id of the integration that owns the value. */
            integration_id?: string;
        };
        /** @description Who is billed. */
        Customer: {
            /** @description Kind of the resource. */
            object_type?: string | null;
            /** @description Id, given by the server. */
            id?: string | null;
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at?: string | null;
            /** @description Id of the customer that this one belongs to. */
            parent_customer_id?: string | null;
            /** @description Ids of all customers above this one. */
            parent_customer_ids?: string[] | null;
            /** @description Reference; usage events and entitlements name the customer by it. Case-sensitive. */
            reference?: components["schemas"]["Reference"];
            /**
             * @description State. A customer must be ACTIVE to be billed.
             * @enum {string|null}
             */
            status?: "DRAFT" | "ACTIVE" | "ARCHIVED" | "DEPRECATED" | "CLOSED" | null;
            /** @description Time zone: an IANA name, GMT with an offset, or an abbreviation. */
            timezone?: string | null;
            /**
             * @description ORGANIZATION or INDIVIDUAL; the member of that name holds the details.
             * @enum {string}
             */
            type?: "ORGANIZATION" | "INDIVIDUAL";
            /** @description Address for electronic mail. */
            email?: string;
            /** @description What the customer is told, and how. */
            notification_preferences?: components["schemas"]["OpenObject"][] | null;
            /** @description Language and region of documents. */
            locale?: string | null;
            /** @description Details of a person. */
            individual?: components["schemas"]["Individual"];
            /** @description Details of an organisation. */
            organization?: components["schemas"]["Organization"];
            /** @description Values of custom fields. */
            custom_fields?: components["schemas"]["CustomFieldValue"][] | null;
            /** @description Usage is recorded and billed to another customer. */
            processing_only?: boolean | null;
            /** @description Which subscription an event is booked on, when the customer has several. */
            pricing_plan_subscription_selector?: components["schemas"]["PricingPlanSubscriptionSelector"];
            /** @description Links to other systems. */
            linked_integrations?: components["schemas"]["OpenObject"][] | null;
            /** @description Roles of the customer. */
            roles?: ("DEFAULT" | "NON_PROCESSING" | "SELF_BILLING" | "SELLER" | "PROCESSING_ONLY")[] | null;
            /** @description The seller, in the SELLER variant. */
            seller_details?: components["schemas"]["CustomerSellerDetails"];
        };
        /** @description What a request may set when it creates a customer. */
        CustomerCreateRequest: {
            /** @description Id of the customer that this one belongs to. */
            parent_customer_id?: string | null;
            /** @description Reference; usage events and entitlements name the customer by it. Case-sensitive. */
            reference?: components["schemas"]["Reference"];
            /**
             * @description State. A customer must be ACTIVE to be billed.
             * @enum {string|null}
             */
            status?: "DRAFT" | "ACTIVE" | "ARCHIVED" | "DEPRECATED" | "CLOSED" | null;
            /** @description Time zone: an IANA name, GMT with an offset, or an abbreviation. */
            timezone?: string | null;
            /**
             * @description ORGANIZATION or INDIVIDUAL; the member of that name holds the details.
             * @enum {string}
             */
            type: "ORGANIZATION" | "INDIVIDUAL";
            /** @description Address for electronic mail. */
            email?: string;
            /** @description What the customer is told, and how. */
            notification_preferences?: components["schemas"]["OpenObject"][] | null;
            /** @description Language and region of documents. */
            locale?: string | null;
            /** @description Details of a person. */
            individual?: components["schemas"]["Individual"];
            /** @description Details of an organisation. */
            organization?: components["schemas"]["OrganizationRequest"];
            /** @description Values of custom fields. */
            custom_fields?: components["schemas"]["CustomFieldValue"][] | null;
            /** @description Usage is recorded and billed to another customer. */
            processing_only?: boolean | null;
            /** @description Which subscription an event is booked on, when the customer has several. */
            pricing_plan_subscription_selector?: components["schemas"]["PricingPlanSubscriptionSelector"];
            /** @description Links to other systems. */
            linked_integrations?: components["schemas"]["OpenObject"][] | null;
            /** @description Roles of the customer. */
            roles?: ("DEFAULT" | "NON_PROCESSING" | "SELF_BILLING" | "SELLER" | "PROCESSING_ONLY")[] | null;
            /** @description The seller, in the SELLER variant. */
            seller_details?: components["schemas"]["CustomerSellerDetails"];
        };
        /** @description Customer, as a request sends it. */
        CustomerRequest: {
            /** @description Id, given by the server. */
            id?: string | null;
            /** @description Id of the customer that this one belongs to. */
            parent_customer_id?: string | null;
            /** @description Reference; usage events and entitlements name the customer by it. Case-sensitive. */
            reference?: components["schemas"]["Reference"];
            /**
             * @description State. A customer must be ACTIVE to be billed.
             * @enum {string|null}
             */
            status?: "DRAFT" | "ACTIVE" | "ARCHIVED" | "DEPRECATED" | "CLOSED" | null;
            /** @description Time zone: an IANA name, GMT with an offset, or an abbreviation. */
            timezone?: string | null;
            /**
             * @description ORGANIZATION or INDIVIDUAL; the member of that name holds the details.
             * @enum {string}
             */
            type?: "ORGANIZATION" | "INDIVIDUAL";
            /** @description Address for electronic mail. */
            email?: string;
            /** @description What the customer is told, and how. */
            notification_preferences?: components["schemas"]["OpenObject"][] | null;
            /** @description Language and region of documents. */
            locale?: string | null;
            /** @description Details of a person. */
            individual?: components["schemas"]["Individual"];
            /** @description Details of an organisation. */
            organization?: components["schemas"]["OrganizationRequest"];
            /** @description Values of custom fields. */
            custom_fields?: components["schemas"]["CustomFieldValue"][] | null;
            /** @description Usage is recorded and billed to another customer. */
            processing_only?: boolean | null;
            /** @description Which subscription an event is booked on, when the customer has several. */
            pricing_plan_subscription_selector?: components["schemas"]["PricingPlanSubscriptionSelector"];
            /** @description Links to other systems. */
            linked_integrations?: components["schemas"]["OpenObject"][] | null;
            /** @description Roles of the customer. */
            roles?: ("DEFAULT" | "NON_PROCESSING" | "SELF_BILLING" | "SELLER" | "PROCESSING_ONLY")[] | null;
            /** @description The seller, in the SELLER variant. */
            seller_details?: components["schemas"]["CustomerSellerDetails"];
        };
        /** @description A page of customers. */
        CustomerResponseWrapper: components["schemas"]["Paging"] & {
            data: components["schemas"]["Customer"][];
        };
        /** @description The customer as a seller. */
        CustomerSellerDetails: {
            /** @description Id of the billing entity of the seller. */
            default_billing_entity_id?: string | null;
        };
        /** @description What a request may change on a customer. Members left out stay as they are. */
        CustomerUpdateRequest: {
            /** @description Id of the customer that this one belongs to. */
            parent_customer_id?: string | null;
            /** @description Reference; usage events and entitlements name the customer by it. Case-sensitive. */
            reference?: components["schemas"]["Reference"];
            /**
             * @description State. A customer must be ACTIVE to be billed.
             * @enum {string|null}
             */
            status?: "DRAFT" | "ACTIVE" | "ARCHIVED" | "DEPRECATED" | "CLOSED" | null;
            /** @description Time zone: an IANA name, GMT with an offset, or an abbreviation. */
            timezone?: string | null;
            /**
             * @description ORGANIZATION or INDIVIDUAL; the member of that name holds the details.
             * @enum {string}
             */
            type?: "ORGANIZATION" | "INDIVIDUAL";
            /** @description Address for electronic mail. */
            email?: string;
            /** @description What the customer is told, and how. */
            notification_preferences?: components["schemas"]["OpenObject"][] | null;
            /** @description Language and region of documents. */
            locale?: string | null;
            /** @description Details of a person. */
            individual?: components["schemas"]["Individual"];
            /** @description Details of an organisation. */
            organization?: components["schemas"]["OrganizationRequest"];
            /** @description Values of custom fields. */
            custom_fields?: components["schemas"]["CustomFieldValue"][] | null;
            /** @description Usage is recorded and billed to another customer. */
            processing_only?: boolean | null;
            /** @description Which subscription an event is booked on, when the customer has several. */
            pricing_plan_subscription_selector?: components["schemas"]["PricingPlanSubscriptionSelector"];
            /** @description Links to other systems. */
            linked_integrations?: components["schemas"]["OpenObject"][] | null;
            /** @description Roles of the customer. */
            roles?: ("DEFAULT" | "NON_PROCESSING" | "SELF_BILLING" | "SELLER" | "PROCESSING_ONLY")[] | null;
            /** @description The seller, in the SELLER variant. */
            seller_details?: components["schemas"]["CustomerSellerDetails"];
        };
        /** @description The balances of one wallet. */
        CustomerWalletBalanceStatus: {
            /** @description Id of the wallet. */
            wallet_id?: string | null;
            /** @description The balances. */
            wallet_balance?: components["schemas"]["WalletBalanceStatus"] | null;
        };
        /** @description The balances of all wallets of a customer. */
        CustomerWalletBalancesStatus: {
            /** @description One entry a wallet. */
            wallet_balances?: components["schemas"]["CustomerWalletBalanceStatus"][] | null;
            /**
             * Format: date-time
             * @description The instant of the balance. Without it: now.
             */
            balance_at?: string | null;
        };
        /** @description An exact decimal number as a string, for example 12.50. Never sent as a JSON number. The maximum length is our limit. */
        Decimal: string;
        /** @description Discounts, by what they apply to. */
        Discount: {
            /** @description For single pricing rules. */
            pricing_item_configs?: components["schemas"]["PricingItemConfigDiscount"][] | null;
            /** @description For single pricing items. */
            pricing_items?: components["schemas"]["PricingItemDiscount"][] | null;
            /** @description For single pricings. */
            pricings?: components["schemas"]["PricingDiscount"][] | null;
            /** @description For the total of the invoice. */
            totals?: components["schemas"]["TotalDiscount"][] | null;
            /** @description For single products. */
            products?: components["schemas"]["ProductDiscount"][] | null;
            /** @description For single product items. */
            product_items?: components["schemas"]["ProductItemDiscount"][] | null;
            /** @description For single product categories. */
            product_categories?: components["schemas"]["ProductCategoryDiscount"][] | null;
        };
        /** @description When a discount applies. */
        DiscountCondition: {
            /** @description How the values are compared. */
            comparator?: components["schemas"]["Comparator"];
            /** @description The value. */
            value?: components["schemas"]["DiscountConditionValue"];
        };
        /** @description What is compared with. */
        DiscountConditionValue: {
            /** @description Money. */
            amount?: components["schemas"]["Amount"];
        };
        /** @description When an invoice is due. */
        DueDate: {
            /**
             * @description A period after the invoice date, or the end of the month after it.
             * @enum {string|null}
             */
            type?: "PERIOD_AFTER_INVOICE_DATE" | "END_OF_THE_MONTH" | null;
            /** @description Length of time. */
            period?: components["schemas"]["Period"];
        };
        /** @description What a duplicate repeats. */
        Duplicate: {
            /** @description Id of the event that counts. */
            of_meter_data_id?: string | null;
        };
        /** @description A pricing that was chosen. */
        EnabledPricing: {
            /** @description Id of the pricing. */
            pricing_id?: string;
            /**
             * Format: date-time
             * @description First instant that counts.
             */
            start_at?: string | null;
            /**
             * Format: date-time
             * @description First instant that no longer counts. Absent or null means open-ended.
             */
            end_at?: string | null;
        };
        /** @description A feature that a pricing or a schedule grants. Several values of one feature take several entries. */
        Entitlement: {
            /** @description Id of the feature. */
            feature_id?: string | null;
            /** @description The feature, when expanded. */
            feature?: components["schemas"]["Feature"] | null;
            /** @description Reference of the feature. */
            feature_reference?: string | null;
            /** @description Replaces the value of the plan instead of adding to it. The vendor does not document how it differs from overwrite. */
            override?: boolean | null;
            /** @description Replaces the value of the plan instead of adding to it. The vendor does not document how it differs from override. */
            overwrite?: boolean | null;
            /** @description Value of a NUMBER feature. */
            number?: components["schemas"]["NullableDecimal"];
            /** @description Value of a SWITCH feature. */
            switch?: boolean | null;
            /** @description Value of an AMOUNT feature. */
            amount?: components["schemas"]["Amount"];
            /** @description One value of an ENUM feature. */
            enum?: string | null;
            /** @description One value of a STRING feature. */
            string?: string | null;
        };
        /** @description Entitlement, as a request sends it. */
        EntitlementRequest: {
            /** @description Id of the feature. */
            feature_id?: string | null;
            /** @description Reference of the feature. */
            feature_reference?: string | null;
            /** @description Replaces the value of the plan instead of adding to it. The vendor does not document how it differs from overwrite. */
            override?: boolean | null;
            /** @description Replaces the value of the plan instead of adding to it. The vendor does not document how it differs from override. */
            overwrite?: boolean | null;
            /** @description Value of a NUMBER feature. */
            number?: components["schemas"]["NullableDecimal"];
            /** @description Value of a SWITCH feature. */
            switch?: boolean | null;
            /** @description Value of an AMOUNT feature. */
            amount?: components["schemas"]["Amount"];
            /** @description One value of an ENUM feature. */
            enum?: string | null;
            /** @description One value of a STRING feature. */
            string?: string | null;
        };
        /** @description What one subscription grants. */
        EntitlementSummary: {
            /** @description Id of the subscription. */
            pricing_plan_subscription_id?: string;
            /** @description Entitlements. */
            entitlements?: components["schemas"]["EntitlementSummaryItem"][];
        };
        /** @description One granted feature. The member that is set tells the type: number, switch, amount, enums or strings. */
        EntitlementSummaryItem: {
            /** @description Reference of the feature. */
            feature_reference?: string | null;
            /** @description Id of the feature. */
            feature_id?: string | null;
            /** @description Replaces the value of the plan instead of adding to it. The vendor does not document how it differs from override. */
            overwrite?: boolean | null;
            /** @description Replaces the value of the plan instead of adding to it. The vendor does not document how it differs from overwrite. */
            override?: boolean | null;
            /** @description Value of a NUMBER feature. "0" is a limit of nothing, which is not the same as no entitlement. */
            number?: components["schemas"]["NullableDecimal"];
            /** @description Value of a SWITCH feature. */
            switch?: boolean | null;
            /** @description Value of an AMOUNT feature. */
            amount?: components["schemas"]["Amount"];
            /** @description Values of an ENUM feature. */
            enums?: string[] | null;
            /** @description Values of a STRING feature. */
            strings?: string[] | null;
        };
        /** @description What a customer may do. */
        Entitlements: {
            /** @description Merged over the active subscriptions. Empty for a customer that has none. */
            entitlements?: components["schemas"]["EntitlementSummaryItem"][] | null;
            /** @description The same for each active subscription. */
            pricing_plan_subscription_entitlements?: components["schemas"]["EntitlementSummary"][] | null;
        };
        /** @description Several usage events. One that is invalid refuses all. */
        EventBatchCreateRequest: {
            /** @description The events. The maximum of 50 is the vendor's, seen live. */
            meter_datas: components["schemas"]["MeterDataCreateRequest"][];
        };
        /** @description Where an event was booked, and when. */
        EventTrace: {
            /** @description Kind of the resource. */
            object_type?: string | null;
            /** @description Id, given by the server. */
            id?: string | null;
            /** @description Id of the event. */
            meter_data_id?: string;
            /** @description The event, when expanded. */
            meter_data?: components["schemas"]["MeterData"] | null;
            /** @description Id of the customer. */
            customer_id?: string;
            /** @description The customer, when expanded. */
            customer?: components["schemas"]["Customer"] | null;
            /**
             * Format: date-time
             * @description When the event was sent in.
             */
            ingest_time?: string;
            /**
             * Format: date-time
             * @description When the event was stored.
             */
            received_time?: string;
            /**
             * Format: date-time
             * @description When the event was priced.
             */
            processed_time?: string;
            /** @description What the event contributed to. */
            links?: components["schemas"]["EventTraceLink"][];
        };
        /** @description One thing that an event contributed to. */
        EventTraceLink: {
            /** @description Kind of the resource. */
            object_type?: string | null;
            /** @description Id, given by the server. */
            id?: string | null;
            /** @description Ids of the calculations. */
            meter_value_calculation_ids?: string[];
            /** @description The calculations, when expanded. */
            meter_value_calculations?: components["schemas"]["MeterValueCalculation"][] | null;
            /** @description Ids of the product items. */
            product_item_ids?: string[];
            /** @description The product items, when expanded. */
            product_items?: components["schemas"]["ProductItem"][] | null;
            /** @description Id of the subscription. */
            pricing_plan_subscription_id?: string;
            /** @description The subscription, when expanded. */
            pricing_plan_subscription?: components["schemas"]["PricingPlanSubscription"] | null;
            /** @description Id of the pricing rule. */
            pricing_item_config_id?: string | null;
            /** @description Id of the invoice. */
            invoice_id?: string;
            /** @description The invoice, when expanded. */
            invoice?: components["schemas"]["Invoice"] | null;
        };
        /** @description Something that a plan can grant. */
        Feature: {
            /** @description Kind of the resource. */
            object_type?: string | null;
            /** @description Id, given by the server. */
            id?: string | null;
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference?: components["schemas"]["Reference"];
            /** @description Name for people. */
            name?: string | null;
            /** @description Text for people. */
            description?: string | null;
            /**
             * @description SWITCH: on or off. NUMBER: a limit. ENUM: some of enum_values. AMOUNT: money. STRING: text.
             * @enum {string|null}
             */
            type?: "SWITCH" | "NUMBER" | "ENUM" | "AMOUNT" | "STRING" | null;
            /** @description The values that can be granted, when the type is ENUM. */
            enum_values?: string[] | null;
            /** @description Id of the calculation that measures the use of the feature, for alerts. */
            meter_value_calculation_id?: string | null;
            /** @description The calculation, when expanded. */
            meter_value_calculation?: components["schemas"]["MeterValueCalculation"] | null;
        };
        /** @description What a request may set when it creates a feature. */
        FeatureCreateRequest: {
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference: components["schemas"]["Reference"];
            /** @description Name for people. */
            name?: string | null;
            /** @description Text for people. */
            description?: string | null;
            /**
             * @description SWITCH: on or off. NUMBER: a limit. ENUM: some of enum_values. AMOUNT: money. STRING: text.
             * @enum {string}
             */
            type: "SWITCH" | "NUMBER" | "ENUM" | "AMOUNT" | "STRING";
            /** @description The values that can be granted, when the type is ENUM. */
            enum_values?: string[] | null;
            /** @description Id of the calculation that measures the use of the feature, for alerts. */
            meter_value_calculation_id?: string | null;
        };
        /** @description A feature, by id or reference. */
        FeatureResourceReference: {
            /** @description Id, given by the server. */
            id?: string | null;
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference?: components["schemas"]["Reference"];
        };
        /** @description A list of features. */
        FeatureResponseWrapper: {
            data: components["schemas"]["Feature"][];
        };
        /** @description What a request may change on a feature. Members left out stay as they are. */
        FeatureUpdateRequest: {
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference?: components["schemas"]["Reference"];
            /** @description Name for people. */
            name?: string | null;
            /** @description Text for people. */
            description?: string | null;
            /**
             * @description SWITCH: on or off. NUMBER: a limit. ENUM: some of enum_values. AMOUNT: money. STRING: text.
             * @enum {string|null}
             */
            type?: "SWITCH" | "NUMBER" | "ENUM" | "AMOUNT" | "STRING" | null;
            /** @description The values that can be granted, when the type is ENUM. */
            enum_values?: string[] | null;
            /** @description Id of the calculation that measures the use of the feature, for alerts. */
            meter_value_calculation_id?: string | null;
        };
        /** @description A value that must be equal. */
        FilterFieldCreateRequest: {
            /** @description Name of the field. */
            name?: string;
            /** @description Reference of the custom field, when name is custom_field. */
            reference?: string | null;
            /** @description The value. */
            value?: string | null;
            /** @description Values of which one must be equal. */
            values?: string[];
        };
        /** @description The invoices to make FINAL. */
        FinalizeInvoicesParameters: {
            /** @description The DRAFT invoices with a date up to this one. */
            invoice_date?: string;
        };
        /** @description A half-open span in which a subscription is not active. */
        InactivePeriod: {
            /**
             * @description Why it is not active.
             * @enum {string|null}
             */
            type?: "CANCEL" | "UPGRADE" | null;
            /**
             * Format: date-time
             * @description First instant that counts.
             */
            start_at?: string;
            /**
             * Format: date-time
             * @description First instant that no longer counts. Absent or null means open-ended.
             */
            end_at?: string | null;
        };
        /** @description Details of a person. */
        Individual: {
            /** @description Name of the person. */
            name?: components["schemas"]["Name"];
            /** @description Home address. */
            residential_address?: components["schemas"]["Address"];
        };
        /** @description A page of usage events. */
        IngestDataResponseWrapper: components["schemas"]["Paging"] & {
            data: components["schemas"]["MeterData"][];
        };
        /** @description Events, summed. */
        IngestDataSummary: {
            /** @description A number, as a decimal string. */
            number?: components["schemas"]["NullableDecimal"];
            /** @description Money. */
            amount?: components["schemas"]["Amount"];
            /** @description The amount in the currency of the prices. */
            amount_in_pricing_currency?: components["schemas"]["Amount"];
            /** @description Number of events. */
            count?: number;
            /** @description Share of the whole, as a decimal string from 0 to 1. */
            ratio?: components["schemas"]["NullableDecimal"];
        };
        /** @description An invoice: of the running period (OPEN), in its grace period (DRAFT), or final. */
        Invoice: {
            /** @description Kind of the resource. */
            object_type?: string | null;
            /** @description Id, given by the server. */
            id?: string | null;
            /** @description Number, given when the invoice becomes FINAL. */
            invoice_number?: string | null;
            /** @description Purchase order number of the customer. */
            purchase_order_number?: string | null;
            /** @description Id of the platform. */
            platform_id?: string | null;
            /** @description Id of the customer. */
            customer_id?: string | null;
            /** @description Reference of the customer. */
            customer_reference?: string | null;
            /** @description Sales tax of the United States, as a decimal string. */
            sales_tax_percentage?: components["schemas"]["NullableDecimal"];
            /** @description The customer, when expanded. */
            customer?: components["schemas"]["Customer"] | null;
            /** @description Id of the billing entity that issues the invoices. */
            billing_entity_id?: string;
            /** @description The billing entity, when expanded. */
            billing_entity?: components["schemas"]["BillingEntity"] | null;
            /** @description OPEN, DRAFT, FINAL; the vendor may add values. */
            status?: string;
            /** @description Keeps the invoice from becoming FINAL. When it is lifted, the invoice becomes FINAL 8 hours later. */
            on_hold?: boolean;
            /** @description Whether it is paid. */
            paid?: boolean | null;
            /**
             * @description STANDARD, CREDIT, ONE_OFF or ONE_OFF_CREDIT.
             * @enum {string}
             */
            type?: "STANDARD" | "CREDIT" | "ONE_OFF" | "ONE_OFF_CREDIT";
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at?: string | null;
            /**
             * Format: date-time
             * @description When it was last changed.
             */
            updated_at?: string | null;
            /**
             * Format: date-time
             * @description Date of the invoice.
             */
            invoice_date?: string;
            /**
             * Format: date-time
             * @description When the goods or services were delivered.
             */
            delivery_date?: string | null;
            /**
             * Format: date-time
             * @description When the invoice is due.
             */
            due_date?: string | null;
            /** @description The date that the billing period is named after. */
            billing_period_date?: string | null;
            /** @description Currency of the invoices. */
            billing_currency?: string | null;
            /** @description Total with taxes. */
            invoice_amount_including_tax?: components["schemas"]["Amount"] | null;
            /** @description What is still to be paid. */
            open_invoice_amount?: components["schemas"]["Amount"] | null;
            /** @description What is settled. */
            closed_invoice_amount?: components["schemas"]["Amount"] | null;
            /** @description What was paid. */
            paid_invoice_amount?: components["schemas"]["Amount"] | null;
            /** @description Time zone: an IANA name, GMT with an offset, or an abbreviation. */
            timezone?: string | null;
            /** @description Length of one billing period. */
            billing_period?: components["schemas"]["Period"] | null;
            /** @description Ids of the subscriptions. */
            pricing_plan_subscription_ids?: string[] | null;
            /**
             * @description Whether prices include tax.
             * @enum {string}
             */
            pricing_amount_type?: "EXCLUDING_TAX" | "INCLUDING_TAX";
            /** @description The periods. A list shows them only with include_periods, their lines only with include_lines. */
            periods?: components["schemas"]["InvoicePeriod"][];
            /** @description Periods that were invoiced before. */
            closed_periods?: components["schemas"]["InvoicePeriod"][] | null;
            /** @description Taxes, one entry a tax category. */
            tax_categories?: components["schemas"]["InvoiceTaxCategorySummary"][] | null;
            /** @description Sum of all taxes. */
            tax_summary?: components["schemas"]["InvoiceTaxTotalSummary"] | null;
            /** @description Attempts to collect again. */
            auto_rescues?: components["schemas"]["OpenObject"][] | null;
            /** @description Reminders. */
            dunning_actions?: components["schemas"]["OpenObject"][] | null;
            /** @description Ids of the ways to pay that are offered. */
            payment_acceptor_ids?: string[];
            /** @description What can be done to pay. */
            payment_actions?: components["schemas"]["OpenObject"][] | null;
            /** @description Where the customer can pay. */
            pay_invoice_link?: components["schemas"]["OpenObject"] | null;
            /** @description Notes that appear on the document. */
            notes?: string[] | null;
            /** @description Invoices that belong to this one. */
            linked_invoices?: components["schemas"]["LinkedInvoiceDetail"][] | null;
            /** @description Ids of the invoices that belong to this one. */
            linked_invoices_ids?: string[];
            /** @description Values of custom fields. */
            custom_fields?: components["schemas"]["CustomFieldValue"][] | null;
            /** @description Values of custom fields of other resources. */
            other_custom_fields?: components["schemas"]["OpenObject"][] | null;
            /** @description What a credit invoice corrects. */
            credit?: components["schemas"]["InvoiceCreditDetail"] | null;
            /** @description Electronic invoices. */
            e_invoices?: components["schemas"]["OpenObject"][] | null;
            /** @description Exchange rates that were used. */
            used_exchange_rates?: components["schemas"]["UsedExchangeRate"][] | null;
            /** @description The processing-only customers on the invoice. */
            processing_only_customers?: components["schemas"]["Customer"][] | null;
            /** @description The meter values on the invoice. */
            meter_values?: components["schemas"]["MeterValue"][] | null;
            /** @description The credit types that are used. */
            credit_types?: components["schemas"]["CreditType"][] | null;
            /** @description Show a sub-line for each processing-only customer. */
            display_invoice_sub_lines_per_processing_only_customer?: boolean | null;
            /** @description The customers whose usage was forwarded. */
            forwarded_from_customers?: components["schemas"]["Customer"][] | null;
            /** @description What must be mended before it can become FINAL. */
            validation_result?: components["schemas"]["InvoiceValidationResult"][] | null;
            /** @description Whether its events will be processed again. */
            to_be_reprocessed?: boolean | null;
            /**
             * Format: date-time
             * @description When it will be processed again.
             */
            to_be_reprocessed_at?: string | null;
            /** @description The run that processes its events again. */
            reprocess?: components["schemas"]["InvoiceReprocess"];
            /** @description The registration for tax that was used. */
            used_tax_registration?: components["schemas"]["TaxRegistration"] | null;
            /** @description Text at the foot of the document. */
            footnote?: string | null;
            /**
             * @description State of an approval, where one is needed.
             * @enum {string|null}
             */
            approval_status?: "PENDING_REVIEW" | "APPROVED" | "DECLINED" | "CANCELLED" | null;
            /**
             * Format: date-time
             * @description When it became FINAL.
             */
            updated_to_final_at?: string | null;
            /** @description Whether it contains usage. */
            has_usage_based_pricing?: boolean | null;
            /** @description The coupons on the invoice. */
            coupons?: components["schemas"]["InvoiceCoupon"][] | null;
            /** @description The promotion codes on the invoice. */
            promotion_codes?: components["schemas"]["InvoicePromotionCode"][] | null;
            /** @description Links to other systems. */
            linked_integrations?: components["schemas"]["OpenObject"][] | null;
            /**
             * @description Who issues the invoice.
             * @enum {string|null}
             */
            billing_type?: "DEFAULT" | "SELF_BILLING" | null;
            /**
             * @description How much is paid.
             * @enum {string|null}
             */
            payment_status?: "UNPAID" | "PARTIALLY_PAID" | "PAID" | "OVERPAID" | null;
        };
        /** @description What to credit. Without groups and periods: the whole invoice. */
        InvoiceActionCreditCreateRequest: {
            /** @description A note. */
            note?: string | null;
            /** @description What to credit, by group. periods is the newer member. */
            groups?: components["schemas"]["CreditInvoiceGroup"][] | null;
            /** @description What to credit, by period. */
            periods?: components["schemas"]["CreditInvoicePeriod"][] | null;
            /** @description Start the credit invoice on hold. */
            force_init_on_hold?: boolean | null;
            /**
             * Format: date-time
             * @description When the goods or services were delivered.
             */
            delivery_date?: string | null;
            /**
             * @description Whether the details come from the invoice as it is now or as it was issued.
             * @enum {string|null}
             */
            credit_details_source?: "CURRENT" | "ORIGINAL" | null;
        };
        /** @description A commitment on the total of the invoice. */
        InvoiceCommitment: {
            /**
             * Format: date-time
             * @description First instant that counts.
             */
            start_at?: string | null;
            /**
             * Format: date-time
             * @description First instant that no longer counts. Absent or null means open-ended.
             */
            end_at?: string | null;
            /** @description Money. */
            amount?: components["schemas"]["Amount"];
        };
        /** @description A coupon on an invoice. */
        InvoiceCoupon: {
            /** @description Id of the coupon. */
            coupon_id?: string | null;
            /** @description Name of the coupon. */
            coupon_name?: string | null;
        };
        /** @description A one-off invoice, or a one-off credit. Lines are added with POST /v1/invoices/{id}/lines. */
        InvoiceCreateRequest: {
            /**
             * @description ONE_OFF or ONE_OFF_CREDIT; the others are made by the server.
             * @enum {string}
             */
            type: "STANDARD" | "CREDIT" | "ONE_OFF" | "ONE_OFF_CREDIT";
            /** @description Id of the customer. */
            customer_id?: string | null;
            /** @description Reference of the customer. */
            customer_reference?: string | null;
            /** @description Id of the billing entity that issues the invoices. */
            billing_entity_id?: string;
            /** @description Currency of the invoices. */
            billing_currency?: string | null;
            /**
             * @description Whether prices include tax.
             * @enum {string}
             */
            pricing_amount_type?: "EXCLUDING_TAX" | "INCLUDING_TAX";
            /** @description Purchase order number of the customer. */
            purchase_order_number?: string | null;
            /**
             * Format: date-time
             * @description Date of the invoice.
             */
            invoice_date?: string;
            /**
             * Format: date-time
             * @description When the goods or services were delivered.
             */
            delivery_date?: string | null;
            /**
             * Format: date-time
             * @description When the invoice is due.
             */
            due_date?: string | null;
            /** @description Time zone: an IANA name, GMT with an offset, or an abbreviation. */
            timezone?: string | null;
            /** @description Keeps the invoice from becoming FINAL. When it is lifted, the invoice becomes FINAL 8 hours later. */
            on_hold?: boolean;
            /** @description Ids of the subscriptions. */
            pricing_plan_subscription_ids?: string[] | null;
            /** @description Ids of the ways to pay that are offered. */
            payment_acceptor_ids?: string[];
            /** @description Sales tax of the United States, as a decimal string. */
            sales_tax_percentage?: components["schemas"]["NullableDecimal"];
            /** @description What a credit corrects. */
            credit?: components["schemas"]["InvoiceCreditDetailRequest"] | null;
            /** @description Notes that appear on the document. */
            notes?: string[] | null;
            /** @description Text at the foot of the document. */
            footnote?: string | null;
            /** @description Values of custom fields. */
            custom_fields?: components["schemas"]["CustomFieldValue"][] | null;
        };
        /** @description What a credit invoice corrects. */
        InvoiceCreditDetail: {
            /** @description Id of the invoice that was credited. */
            original_invoice_id?: string;
            /** @description The invoice that was credited, in short. */
            original_invoice_info?: components["schemas"]["OriginalInvoiceInfo"];
            /** @description A note. */
            note?: string;
            /**
             * @description Whether the details come from the invoice as it is now or as it was issued.
             * @enum {string|null}
             */
            credit_details_source?: "CURRENT" | "ORIGINAL" | null;
        };
        /** @description Invoice credit detail, as a request sends it. */
        InvoiceCreditDetailRequest: {
            /** @description Id of the invoice that was credited. */
            original_invoice_id?: string;
            /** @description A note. */
            note?: string;
            /**
             * @description Whether the details come from the invoice as it is now or as it was issued.
             * @enum {string|null}
             */
            credit_details_source?: "CURRENT" | "ORIGINAL" | null;
        };
        /** @description Lines that belong together. */
        InvoiceGroup: {
            /** @description Position in the period, from 1. */
            group_order?: number;
            /** @description Amount without taxes. */
            amount_excluding_tax?: components["schemas"]["Amount"];
            /** @description Amount with taxes. */
            amount_including_tax?: components["schemas"]["Amount"];
            /** @description Length of one billing period. */
            billing_period?: components["schemas"]["Period"] | null;
            /**
             * Format: date-time
             * @description First instant that counts.
             */
            start_at?: string | null;
            /**
             * Format: date-time
             * @description First instant that no longer counts. Absent or null means open-ended.
             */
            end_at?: string | null;
            /** @description Kind of the group; the vendor may add values. */
            type?: string | null;
            /** @description The product category, when expanded. */
            product_category?: components["schemas"]["ProductCategory"] | null;
            /** @description The products, when expanded. */
            products?: components["schemas"]["Product"][] | null;
            /** @description The pricing. */
            pricing?: components["schemas"]["InvoicePricing"] | null;
            /** @description Text for people. */
            description?: string | null;
            /** @description Id of the subscription. */
            pricing_plan_subscription_id?: string | null;
            /** @description Id of the schedule. */
            pricing_plan_schedule_id?: string | null;
            /** @description Id of the customer that pays. */
            billing_customer_id?: string | null;
            /** @description Id of the customer whose usage was forwarded. */
            forwarded_from_customer_id?: string | null;
            /** @description Taxes, one entry a tax category. */
            tax_categories?: components["schemas"]["InvoiceTaxCategorySummary"][];
            /** @description The lines, one a pricing rule. */
            lines?: components["schemas"]["InvoiceLine"][] | null;
        };
        /** @description What one pricing rule costs. */
        InvoiceLine: {
            /** @description Id of the line. */
            id?: string | null;
            /** @description Position in the group, from 1. */
            line_order?: number | null;
            /** @description Text for people. */
            description?: string | null;
            /** @description Id of the pricing item. */
            pricing_item_id?: string | null;
            /** @description Id of the pricing rule. */
            pricing_item_config_id?: string | null;
            /** @description The product items, when expanded. */
            product_items?: components["schemas"]["ProductItem"][] | null;
            /** @description REVENUE, COMMITMENT, DISCOUNT; the vendor may add values. */
            type?: string | null;
            /** @description Price model. */
            pricing_type?: string | null;
            /** @description Kind of the commitment, for a COMMITMENT line. */
            commitment_type?: string | null;
            /** @description Kind of the discount, for a DISCOUNT line. */
            discount_type?: string | null;
            /** @description The coupon, for a DISCOUNT line. */
            coupon_data?: components["schemas"]["InvoiceLineCouponData"] | null;
            /** @description Taxes, one entry a tax category. */
            tax_categories?: components["schemas"]["InvoiceTaxCategorySummary"][] | null;
            /** @description Amount without taxes. */
            amount_excluding_tax?: components["schemas"]["Amount"] | null;
            /** @description Amount with taxes. */
            amount_including_tax?: components["schemas"]["Amount"] | null;
            /** @description The conditions of the pricing rule. */
            conditions?: components["schemas"]["MeterConditions"] | null;
            /** @description The usage that is billed. */
            meter_value?: components["schemas"]["InvoiceLineMeterValue"] | null;
            /** @description How the amount came about. */
            details?: components["schemas"]["PricingItemSummaryPriceDetails"] | null;
            /** @description The parts of the line. */
            sub_lines?: components["schemas"]["InvoiceSubLine"][] | null;
        };
        /** @description The coupon of a discount. */
        InvoiceLineCouponData: {
            /** @description Id of the coupon. */
            coupon_id?: string;
            /** @description Id of the promotion code. */
            promotion_code_id?: string | null;
        };
        /** @description The usage that a line bills. */
        InvoiceLineMeterValue: {
            /** @description Reference of the meter value. */
            reference?: components["schemas"]["Reference"];
            /** @description NUMBER or AMOUNT. */
            type?: string;
            /** @description A number, as a decimal string. */
            number?: components["schemas"]["NullableDecimal"];
            /** @description Money. */
            amount?: components["schemas"]["Amount"];
        };
        /** @description What is billed for one span of time. */
        InvoicePeriod: {
            /** @description Position in the invoice, from 1. */
            period_order?: number;
            /** @description Amount without taxes. */
            amount_excluding_tax?: components["schemas"]["Amount"];
            /** @description Amount with taxes. */
            amount_including_tax?: components["schemas"]["Amount"];
            /** @description Length of one billing period. */
            billing_period?: components["schemas"]["Period"];
            /**
             * Format: date-time
             * @description First instant that counts.
             */
            start_at?: string;
            /**
             * Format: date-time
             * @description First instant after the period: the start of the next one.
             */
            end_at?: string;
            /** @description Taxes, one entry a tax category. */
            tax_categories?: components["schemas"]["InvoiceTaxCategorySummary"][];
            /** @description The groups, one a product category and subscription. */
            groups?: components["schemas"]["InvoiceGroup"][] | null;
        };
        /** @description What to preview: a subscription, or a template and a customer. */
        InvoicePreviewActionCreateRequest: {
            /** @description Id of the subscription. */
            pricing_plan_subscription_id?: string;
            /** @description Id of a template subscription, instead of pricing_plan_subscription_id. */
            template_pricing_plan_subscription_id?: string;
            /** @description The customer, for a template. */
            customer_details?: components["schemas"]["CustomerRequest"];
            /** @description The optional pricings that are chosen. */
            enabled_pricings?: components["schemas"]["EnabledPricing"][] | null;
            /** @description What differs in single schedules. */
            pricing_plan_schedule_customizations?: components["schemas"]["PricingPlanScheduleCustomization"][] | null;
            /**
             * Format: date-time
             * @description Start of the first period.
             */
            start_at?: string;
            /** @description How many invoices to preview for each schedule. */
            invoices_per_schedule?: number;
        };
        /** @description The previewed invoices. None of them is stored. */
        InvoicePreviewActionResponse: {
            /** @description The next invoice. */
            invoice?: components["schemas"]["Invoice"];
            /** @description The first invoice. */
            first_invoice?: components["schemas"]["Invoice"];
            /** @description The invoices by schedule. */
            invoice_infos?: components["schemas"]["InvoicePreviewInvoicesInfo"][] | null;
        };
        /** @description The previewed invoices of a schedule. */
        InvoicePreviewInvoicesInfo: {
            /** @description Id of the schedule. */
            pricing_plan_schedule_id?: string;
            /** @description The invoices. */
            invoices?: components["schemas"]["Invoice"][] | null;
        };
        /** @description A pricing, in short. */
        InvoicePricing: {
            /** @description Id of the pricing. */
            id?: string;
            /** @description Name for people. */
            name?: string;
        };
        /** @description A promotion code on an invoice. */
        InvoicePromotionCode: {
            /** @description The promotion code that the discount came from. */
            promotion_code_details?: components["schemas"]["PromotionCodeDetails"] | null;
            /** @description Id of the coupon. */
            coupon_id?: string | null;
        };
        /** @description A run that processes the events of an invoice again. */
        InvoiceReprocess: {
            /**
             * Format: date-time
             * @description When it will be processed again.
             */
            to_be_reprocessed_at?: string | null;
            /** @description State of the run. */
            reprocess_status?: string;
            /** @description Id of the run. */
            reprocess_id?: string;
        };
        /** @description A page of invoices. */
        InvoiceResponseWrapper: components["schemas"]["Paging"] & {
            data: components["schemas"]["Invoice"][];
        };
        /** @description A part of a line. */
        InvoiceSubLine: {
            /** @description Position in the line, from 1. */
            sub_line_order?: number;
            /** @description How the amount came about. */
            details?: components["schemas"]["PricingItemSummaryPriceDetails"];
            /** @description Text for people. */
            description?: string | null;
            /** @description Id of the processing-only customer, under its older name. */
            processing_only_customer_resource_id?: string | null;
            /** @description Id of the processing-only customer. */
            processing_only_customer_id?: string | null;
            /**
             * @description Why the sub-line exists.
             * @enum {string|null}
             */
            type?: "USAGE_BASED_CONVERSION" | null;
            /** @description For USAGE_BASED_CONVERSION. */
            usage_based_conversion?: components["schemas"]["InvoiceSubLineUsageBasedConversion"];
        };
        /** @description The events of a sub-line. */
        InvoiceSubLineUsageBasedConversion: {
            /** @description Conditions on the events. */
            conditions?: components["schemas"]["MeterConditions"];
        };
        /** @description Tax in another currency. */
        InvoiceTaxAmounts: {
            /** @description The amount that is taxed. */
            base_amount?: components["schemas"]["Amount"];
            /** @description The tax. */
            tax_amount?: components["schemas"]["Amount"];
            /** @description The amount with the tax. */
            total_amount?: components["schemas"]["Amount"];
            /** @description The exchange rate that was used. */
            used_exchange_rate?: components["schemas"]["UsedExchangeRate"];
            /** @description Whether the document shows it. */
            display?: boolean;
        };
        /** @description The tax of one category. */
        InvoiceTaxCategorySummary: {
            /** @description The amount that is taxed. */
            base_amount?: components["schemas"]["Amount"];
            /** @description The tax. */
            tax_amount?: components["schemas"]["Amount"];
            /** @description The amount with the tax. */
            total_amount?: components["schemas"]["Amount"];
            /** @description Percentage, as a decimal string. */
            percentage?: components["schemas"]["Decimal"];
            /** @description Name of the tax. */
            name?: string;
            /** @description Tax category. */
            category?: string;
            /** @description The same amounts in the currency of the country. */
            local_amounts?: components["schemas"]["InvoiceTaxAmounts"];
            /** @description Notes that appear on the document. */
            notes?: string[] | null;
            /** @description The rates that make up the percentage. */
            rates?: components["schemas"]["InvoiceTaxCategorySummaryRate"][] | null;
        };
        /** @description A tax rate. */
        InvoiceTaxCategorySummaryRate: {
            /** @description Name of the rate. */
            name?: string;
            /** @description Percentage, as a decimal string. */
            percentage?: components["schemas"]["Decimal"];
            /** @description The tax. */
            tax_amount?: components["schemas"]["Amount"];
        };
        /** @description The sum of all taxes. */
        InvoiceTaxTotalSummary: {
            /** @description The amount that is taxed. */
            base_amount?: components["schemas"]["Amount"];
            /** @description The tax. */
            tax_amount?: components["schemas"]["Amount"];
            /** @description The amount with the tax. */
            total_amount?: components["schemas"]["Amount"];
            /** @description The same amounts in the currency of the country. */
            local_amounts?: components["schemas"]["InvoiceTaxAmounts"];
            /** @description Notes that appear on the document. */
            notes?: string[] | null;
            /** @description Country of the tax, ISO 3166-1 alpha-2. */
            country_code?: string;
        };
        /** @description What a request may change on an invoice that is not FINAL. */
        InvoiceUpdateRequest: {
            /** @description FINAL closes the invoice at once. */
            status?: string;
            /** @description Keeps the invoice from becoming FINAL. When it is lifted, the invoice becomes FINAL 8 hours later. */
            on_hold?: boolean;
            /** @description Purchase order number of the customer. */
            purchase_order_number?: string | null;
            /**
             * Format: date-time
             * @description Date of the invoice.
             */
            invoice_date?: string;
            /**
             * Format: date-time
             * @description When the goods or services were delivered.
             */
            delivery_date?: string | null;
            /**
             * Format: date-time
             * @description When the invoice is due.
             */
            due_date?: string | null;
            /** @description Ids of the ways to pay that are offered. */
            payment_acceptor_ids?: string[];
            /** @description Sales tax of the United States, as a decimal string. */
            sales_tax_percentage?: components["schemas"]["NullableDecimal"];
            /** @description Notes that appear on the document. */
            notes?: string[] | null;
            /** @description Text at the foot of the document. */
            footnote?: string | null;
            /** @description Values of custom fields. */
            custom_fields?: components["schemas"]["CustomFieldValue"][] | null;
        };
        /** @description Something that keeps an invoice from becoming FINAL. */
        InvoiceValidationResult: {
            /** @description How serious it is. */
            status?: string;
            /** @description Details. */
            details?: string;
        };
        /** @description An invoice that belongs to another. */
        LinkedInvoiceDetail: {
            /** @description Id of the invoice. */
            id?: string;
            /** @description How the two belong together. */
            link_type?: string;
            /** @description A note. */
            note?: string | null;
            /** @description Number of the invoice. */
            invoice_number?: string | null;
            /** @description Money. */
            amount?: components["schemas"]["Amount"];
            /**
             * Format: date-time
             * @description Date of the invoice.
             */
            invoice_date?: string | null;
        };
        /** @description Markups, by what they apply to. */
        Markup: {
            /** @description For single pricing rules. */
            pricing_item_configs?: components["schemas"]["PricingItemConfigMarkup"][] | null;
        };
        /** @description A stream of usage events of one kind. */
        Meter: {
            /** @description Kind of the resource. */
            object_type?: string | null;
            /** @description Id, given by the server. */
            id?: string | null;
            /** @description Reference; usage events name the meter by it. */
            reference?: components["schemas"]["Reference"];
            /** @description Name for people. */
            name?: string | null;
            /** @description Text for people. */
            description?: string | null;
            /**
             * @description State of the resource. Without it a new resource is a DRAFT.
             * @enum {string|null}
             */
            status?: "DRAFT" | "ACTIVE" | "ARCHIVED" | "DEPRECATED" | null;
            /** @description The values that an event carries. */
            meter_values?: components["schemas"]["MeterMeterValue"][] | null;
            /** @description The properties that an event carries. */
            meter_properties?: components["schemas"]["MeterMeterProperty"][] | null;
        };
        /** @description Operands and how they are combined. An operand can be an expression again. */
        MeterConditionExpression: {
            /**
             * @description How the operands are combined.
             * @enum {string}
             */
            operator?: "AND" | "OR" | "XOR";
            /** @description The operands. */
            operands?: components["schemas"]["MeterConditionOperand"][] | null;
        };
        /** @description Meter condition expression, as a request sends it. */
        MeterConditionExpressionRequest: {
            /**
             * @description How the operands are combined.
             * @enum {string}
             */
            operator?: "AND" | "OR" | "XOR";
            /** @description The operands. */
            operands?: components["schemas"]["MeterConditionOperandRequest"][] | null;
        };
        /** @description A condition, or an expression. */
        MeterConditionOperand: {
            /** @description The condition. */
            meter_property?: components["schemas"]["MeterPropertyCondition"];
            /** @description The expression. */
            expression?: components["schemas"]["MeterConditionExpression"] | null;
        };
        /** @description Meter condition operand, as a request sends it. */
        MeterConditionOperandRequest: {
            /** @description The condition. */
            meter_property?: components["schemas"]["MeterPropertyConditionRequest"];
            /** @description The expression. */
            expression?: components["schemas"]["MeterConditionExpressionRequest"] | null;
        };
        /** @description Conditions that one event must meet, all of them. */
        MeterConditions: {
            /** @description Name of the conditions, shown on the invoice. */
            name?: string | null;
            /** @description Conditions on properties. All must be met. */
            meter_properties?: components["schemas"]["MeterPropertyCondition"][] | null;
            /** @description A tree of conditions. */
            expression?: components["schemas"]["MeterConditionExpression"];
        };
        /** @description Meter conditions, as a request sends it. */
        MeterConditionsRequest: {
            /** @description Name of the conditions, shown on the invoice. */
            name?: string | null;
            /** @description Conditions on properties. All must be met. */
            meter_properties?: components["schemas"]["MeterPropertyConditionRequest"][] | null;
            /** @description A tree of conditions. */
            expression?: components["schemas"]["MeterConditionExpressionRequest"];
        };
        /** @description What a request may set when it creates a meter. */
        MeterCreateRequest: {
            /** @description Reference; usage events name the meter by it. */
            reference: components["schemas"]["Reference"];
            /** @description Name for people. */
            name?: string | null;
            /** @description Text for people. */
            description?: string | null;
            /**
             * @description State of the resource. Without it a new resource is a DRAFT.
             * @enum {string|null}
             */
            status?: "DRAFT" | "ACTIVE" | "ARCHIVED" | "DEPRECATED" | null;
            /** @description The values that an event carries. */
            meter_values?: components["schemas"]["MeterMeterValueRequest"][] | null;
            /** @description The properties that an event carries. */
            meter_properties?: components["schemas"]["MeterMeterPropertyRequest"][] | null;
        };
        /** @description One usage event, as stored. */
        MeterData: {
            /** @description Kind of the resource. */
            object_type?: string | null;
            /** @description Id, given by the server. */
            id?: string | null;
            /** @description Unique name of the event, 10 to 256 characters. An event with the same reference is a duplicate: it is answered with 201 and counts once. */
            reference?: string | null;
            /**
             * @description INGEST for a stored event, CALCULATION for one that was only priced.
             * @enum {string|null}
             */
            type?: "INGEST" | "CALCULATION" | null;
            /** @description Id of the customer. */
            customer_id?: string | null;
            /** @description Reference of the customer. */
            customer_reference?: string | null;
            /** @description The customer, when expanded. */
            customer?: components["schemas"]["Customer"] | null;
            /** @description Id of the meter. */
            meter_id?: string | null;
            /** @description Reference of the meter. */
            meter_reference?: string | null;
            /** @description Id of the subscription. */
            pricing_plan_subscription_id?: string | null;
            /** @description Reference of the subscription. */
            pricing_plan_subscription_reference?: string | null;
            /** @description Which subscription an event is booked on, when the customer has several. */
            pricing_plan_subscription_selector?: components["schemas"]["PricingPlanSubscriptionSelector"];
            /**
             * Format: date-time
             * @description When the usage happened. Without it: now. At most 30 minutes in the future.
             */
            timestamp?: string | null;
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at?: string | null;
            /** @description The labels of the event. */
            meter_properties?: components["schemas"]["MeterDataMeterProperty"][] | null;
            /** @description The measurements of the event. */
            meter_values?: components["schemas"]["MeterDataMeterValue"][] | null;
            /** @description What the event is expected to cost, when cost_prediction was asked for. */
            cost_prediction?: components["schemas"]["CostPrediction"] | null;
            /** @description What became of the event. */
            processed_details?: components["schemas"]["MeterDataProcessedDetails"] | null;
            /** @description Whether the event was deleted. A deleted event is kept and not billed. */
            deleted?: boolean | null;
        };
        /** @description One usage event. It names its customer and its meter by id or by reference, one of each. */
        MeterDataCreateRequest: {
            /** @description Unique name of the event, 10 to 256 characters. An event with the same reference is a duplicate: it is answered with 201 and counts once. */
            reference: string;
            /** @description Id of the customer. */
            customer_id?: string | null;
            /** @description Reference of the customer. */
            customer_reference?: string | null;
            /** @description Id of the meter. */
            meter_id?: string | null;
            /** @description Reference of the meter. */
            meter_reference?: string | null;
            /** @description Id of the subscription. */
            pricing_plan_subscription_id?: string | null;
            /** @description Reference of the subscription. */
            pricing_plan_subscription_reference?: string | null;
            /** @description Which subscription an event is booked on, when the customer has several. */
            pricing_plan_subscription_selector?: components["schemas"]["PricingPlanSubscriptionSelector"];
            /**
             * Format: date-time
             * @description When the usage happened. Without it: now. At most 30 minutes in the future.
             */
            timestamp?: string | null;
            /** @description The labels of the event. */
            meter_properties?: components["schemas"]["MeterDataMeterProperty"][] | null;
            /** @description The measurements of the event. */
            meter_values?: components["schemas"]["MeterDataMeterValue"][] | null;
        };
        /** @description A label of an event. */
        MeterDataMeterProperty: {
            /** @description Id of the meter property. Either this or the reference. */
            id?: string | null;
            /** @description Reference of the meter property. Either this or the id. */
            reference?: string | null;
            /** @description The value, always as text. */
            value?: string | null;
            /** @description With DYNAMIC validation: how to create it when it is missing. */
            dynamic_validation_settings?: components["schemas"]["MeterPropertyDynamicValidationSettings"];
        };
        /** @description A measurement of an event: one of number, amount and count. */
        MeterDataMeterValue: {
            /** @description Id of the meter value. Either this or the reference. */
            id?: string | null;
            /** @description Reference of the meter value. Either this or the id. */
            reference?: string | null;
            /** @description The number of a NUMBER value: a count of tokens, for example. */
            number?: components["schemas"]["NullableDecimal"];
            /** @description The amount of an AMOUNT value. */
            amount?: components["schemas"]["Amount"];
            /** @description Number of occurrences, as a decimal string. */
            count?: components["schemas"]["NullableDecimal"];
            /** @description With DYNAMIC validation: how to create it when it is missing. */
            dynamic_validation_settings?: components["schemas"]["MeterValueDynamicValidationSettings"];
        };
        /** @description What became of an event. */
        MeterDataProcessedDetails: {
            /**
             * @description DEFAULT: counted. NOT_MATCHED: no subscription has a price for it. DUPLICATE: another event has its reference.
             * @enum {string|null}
             */
            type?: "DEFAULT" | "NOT_MATCHED" | "DUPLICATE" | null;
            /** @description Id of the event that counts. duplicate is the newer member. */
            duplicate_of_meter_data_id?: string | null;
            /** @description For DUPLICATE. */
            duplicate?: components["schemas"]["Duplicate"] | null;
            /** @description For NOT_MATCHED. */
            not_matched?: components["schemas"]["NotMatched"] | null;
        };
        /** @description The stored events, in the order of the request. */
        MeterDatas: {
            /** @description The stored events. */
            meter_datas?: components["schemas"]["MeterData"][] | null;
        };
        /** @description Several usage events. Each one stands for itself. The maximum of 1,000 is our limit. */
        MeterDatasCreateRequest: {
            /** @description The events. */
            meter_datas: components["schemas"]["MeterDataCreateRequest"][];
        };
        /** @description A meter property as part of a meter. */
        MeterMeterProperty: {
            /** @description Id of the meter property. Either this or the reference. */
            id?: string | null;
            /** @description The resource itself, when expanded. */
            object?: components["schemas"]["MeterProperty"] | null;
            /** @description Reference of the meter property. Either this or the id. */
            reference?: string | null;
            /** @description Whether an event must carry it. A property that prices depend on must be required. */
            required?: boolean | null;
        };
        /** @description Meter meter property, as a request sends it. */
        MeterMeterPropertyRequest: {
            /** @description Id of the meter property. Either this or the reference. */
            id?: string | null;
            /** @description Reference of the meter property. Either this or the id. */
            reference?: string | null;
            /** @description Whether an event must carry it. A property that prices depend on must be required. */
            required?: boolean | null;
        };
        /** @description A meter value as part of a meter. */
        MeterMeterValue: {
            /** @description Id of the meter value. Either this or the reference. */
            id?: string | null;
            /** @description The resource itself, when expanded. */
            object?: components["schemas"]["MeterValue"] | null;
            /** @description Reference of the meter value. Either this or the id. */
            reference?: string | null;
            /** @description Whether an event must carry it. */
            required?: boolean | null;
        };
        /** @description Meter meter value, as a request sends it. */
        MeterMeterValueRequest: {
            /** @description Id of the meter value. Either this or the reference. */
            id?: string | null;
            /** @description Reference of the meter value. Either this or the id. */
            reference?: string | null;
            /** @description Whether an event must carry it. */
            required?: boolean | null;
        };
        /** @description A label of an event. It must be ACTIVE before a price can depend on it. */
        MeterProperty: {
            /** @description Kind of the resource. */
            object_type?: string | null;
            /** @description Id, given by the server. */
            id?: string | null;
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference?: components["schemas"]["Reference"];
            /** @description Name for people. */
            name?: string | null;
            /** @description Text for people. */
            description?: string | null;
            /**
             * @description State of the resource. Without it a new resource is a DRAFT.
             * @enum {string}
             */
            status?: "DRAFT" | "ACTIVE" | "ARCHIVED" | "DEPRECATED";
            /**
             * @description NUMBER, ENUM for one of enum_values, STRING for any text.
             * @enum {string|null}
             */
            type?: "NUMBER" | "ENUM" | "STRING" | null;
            /** @description The allowed values, when the type is ENUM. Values of an ACTIVE property can be added, not removed. */
            enum_values?: string[] | null;
        };
        /** @description A condition on one property of an event. */
        MeterPropertyCondition: {
            /** @description Id of the meter property. Either this or the reference. */
            id?: string | null;
            /** @description Reference of the meter property. Either this or the id. */
            reference?: string | null;
            /** @description The meter property, when expanded. */
            meter_property?: components["schemas"]["MeterProperty"] | null;
            /** @description The value to compare with. */
            value?: string | null;
            /** @description The values to compare with, for IN and NOT_IN. */
            values?: string[] | null;
            /** @description How the values are compared. */
            comparator?: components["schemas"]["Comparator"];
        };
        /** @description Meter property condition, as a request sends it. */
        MeterPropertyConditionRequest: {
            /** @description Id of the meter property. Either this or the reference. */
            id?: string | null;
            /** @description Reference of the meter property. Either this or the id. */
            reference?: string | null;
            /** @description The value to compare with. */
            value?: string | null;
            /** @description The values to compare with, for IN and NOT_IN. */
            values?: string[] | null;
            /** @description How the values are compared. */
            comparator?: components["schemas"]["Comparator"];
        };
        /** @description What a request may set when it creates a meter property. */
        MeterPropertyCreateRequest: {
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference: components["schemas"]["Reference"];
            /** @description Name for people. */
            name: string;
            /** @description Text for people. */
            description?: string | null;
            /**
             * @description State of the resource. Without it a new resource is a DRAFT.
             * @enum {string}
             */
            status?: "DRAFT" | "ACTIVE" | "ARCHIVED" | "DEPRECATED";
            /**
             * @description NUMBER, ENUM for one of enum_values, STRING for any text.
             * @enum {string}
             */
            type: "NUMBER" | "ENUM" | "STRING";
            /** @description The allowed values, when the type is ENUM. Values of an ACTIVE property can be added, not removed. */
            enum_values?: string[] | null;
        };
        /** @description How a missing meter property is created. */
        MeterPropertyDynamicValidationSettings: {
            /**
             * @description Type of the property. The default is STRING.
             * @enum {string|null}
             */
            type?: "NUMBER" | "ENUM" | "STRING" | null;
            /** @description Whether events must carry it. */
            required?: boolean | null;
        };
        /** @description A list of meter properties. */
        MeterPropertyResponseWrapper: {
            data: components["schemas"]["MeterProperty"][];
        };
        /** @description A property, and one of its values. */
        MeterPropertySplitPricing: {
            /** @description Id of the meter property. Either this or the reference. */
            id?: string | null;
            /** @description Reference of the meter property. Either this or the id. */
            reference?: string | null;
            /** @description The value. */
            value?: string | null;
            /** @description The meter property, when expanded. */
            meter_property?: components["schemas"]["MeterProperty"] | null;
        };
        /** @description Meter property split pricing, as a request sends it. */
        MeterPropertySplitPricingRequest: {
            /** @description Id of the meter property. Either this or the reference. */
            id?: string | null;
            /** @description Reference of the meter property. Either this or the id. */
            reference?: string | null;
            /** @description The value. */
            value?: string | null;
        };
        /** @description What a request may change on a meter property. Members left out stay as they are. */
        MeterPropertyUpdateRequest: {
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference?: components["schemas"]["Reference"];
            /** @description Name for people. */
            name?: string | null;
            /** @description Text for people. */
            description?: string | null;
            /**
             * @description State of the resource. Without it a new resource is a DRAFT.
             * @enum {string}
             */
            status?: "DRAFT" | "ACTIVE" | "ARCHIVED" | "DEPRECATED";
            /**
             * @description NUMBER, ENUM for one of enum_values, STRING for any text.
             * @enum {string|null}
             */
            type?: "NUMBER" | "ENUM" | "STRING" | null;
            /** @description The allowed values, when the type is ENUM. Values of an ACTIVE property can be added, not removed. */
            enum_values?: string[] | null;
        };
        /** @description A list of meters. */
        MeterResponseWrapper: {
            data: components["schemas"]["Meter"][];
        };
        /** @description What a request may change on a meter. Members left out stay as they are. */
        MeterUpdateRequest: {
            /** @description Reference; usage events name the meter by it. */
            reference?: components["schemas"]["Reference"];
            /** @description Name for people. */
            name?: string | null;
            /** @description Text for people. */
            description?: string | null;
            /**
             * @description State of the resource. Without it a new resource is a DRAFT.
             * @enum {string|null}
             */
            status?: "DRAFT" | "ACTIVE" | "ARCHIVED" | "DEPRECATED" | null;
            /** @description The values that an event carries. */
            meter_values?: components["schemas"]["MeterMeterValueRequest"][] | null;
            /** @description The properties that an event carries. */
            meter_properties?: components["schemas"]["MeterMeterPropertyRequest"][] | null;
        };
        /** @description What an event measures. */
        MeterValue: {
            /** @description Kind of the resource. */
            object_type?: string | null;
            /** @description Id, given by the server. */
            id?: string | null;
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference?: components["schemas"]["Reference"];
            /** @description Name for people. */
            name?: string | null;
            /** @description Text for people. */
            description?: string | null;
            /**
             * @description State of the resource. Without it a new resource is a DRAFT.
             * @enum {string|null}
             */
            status?: "DRAFT" | "ACTIVE" | "ARCHIVED" | "DEPRECATED" | null;
            /**
             * @description NUMBER for a plain number, AMOUNT for money.
             * @enum {string|null}
             */
            type?: "NUMBER" | "AMOUNT" | null;
        };
        /** @description How the events of a period become one quantity. It has no status. */
        MeterValueCalculation: {
            /** @description Kind of the resource. */
            object_type?: string | null;
            /** @description Id, given by the server. */
            id?: string | null;
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference?: components["schemas"]["Reference"];
            /** @description Name for people. */
            name?: string | null;
            /** @description Text for people. */
            description?: string | null;
            /**
             * @description SUM, MAX, MIN, AVERAGE, or UNIQUE for the number of distinct values.
             * @enum {string|null}
             */
            calculation_type?: "SUM" | "MAX" | "MIN" | "AVERAGE" | "UNIQUE" | null;
            /** @description Whether the quantity goes on from period to period, and is billed anew in each. The default is false. */
            persist?: boolean | null;
            /** @description Id of the meter. */
            meter_id?: string | null;
            /** @description The meter, when expanded. */
            meter?: components["schemas"]["Meter"] | null;
            /** @description Id of the meter value that is calculated. UNIQUE counts its distinct values where no property is named. */
            meter_value_id?: string | null;
            /** @description The meter value, when expanded. */
            meter_value?: components["schemas"]["MeterValue"] | null;
            /** @description Id of the meter property whose distinct values UNIQUE counts. */
            meter_property_id?: string | null;
            /** @description The meter property, when expanded. */
            meter_property?: components["schemas"]["MeterProperty"] | null;
        };
        /** @description A minimum quantity. */
        MeterValueCalculationCommitment: {
            /** @description A number, as a decimal string. */
            number?: components["schemas"]["NullableDecimal"];
            /** @description Money. */
            amount?: components["schemas"]["Amount"];
        };
        /** @description What a request may set when it creates a meter value calculation. */
        MeterValueCalculationCreateRequest: {
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference: components["schemas"]["Reference"];
            /** @description Name for people. */
            name?: string | null;
            /** @description Text for people. */
            description?: string | null;
            /**
             * @description SUM, MAX, MIN, AVERAGE, or UNIQUE for the number of distinct values.
             * @enum {string}
             */
            calculation_type: "SUM" | "MAX" | "MIN" | "AVERAGE" | "UNIQUE";
            /** @description Whether the quantity goes on from period to period, and is billed anew in each. The default is false. */
            persist?: boolean | null;
            /** @description Id of the meter. */
            meter_id: string;
            /** @description Id of the meter value that is calculated. UNIQUE counts its distinct values where no property is named. */
            meter_value_id?: string | null;
            /** @description Id of the meter property whose distinct values UNIQUE counts. */
            meter_property_id?: string | null;
        };
        /** @description A list of meter value calculations. */
        MeterValueCalculationResponseWrapper: {
            data: components["schemas"]["MeterValueCalculation"][];
        };
        /** @description What a request may change on a meter value calculation. Members left out stay as they are. */
        MeterValueCalculationUpdateRequest: {
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference?: components["schemas"]["Reference"];
            /** @description Name for people. */
            name?: string | null;
            /** @description Text for people. */
            description?: string | null;
            /**
             * @description SUM, MAX, MIN, AVERAGE, or UNIQUE for the number of distinct values.
             * @enum {string|null}
             */
            calculation_type?: "SUM" | "MAX" | "MIN" | "AVERAGE" | "UNIQUE" | null;
            /** @description Whether the quantity goes on from period to period, and is billed anew in each. The default is false. */
            persist?: boolean | null;
            /** @description Id of the meter. */
            meter_id?: string | null;
            /** @description Id of the meter value that is calculated. UNIQUE counts its distinct values where no property is named. */
            meter_value_id?: string | null;
            /** @description Id of the meter property whose distinct values UNIQUE counts. */
            meter_property_id?: string | null;
        };
        /** @description What a request may set when it creates a meter value. */
        MeterValueCreateRequest: {
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference: components["schemas"]["Reference"];
            /** @description Name for people. */
            name: string;
            /** @description Text for people. */
            description?: string | null;
            /**
             * @description State of the resource. Without it a new resource is a DRAFT.
             * @enum {string|null}
             */
            status?: "DRAFT" | "ACTIVE" | "ARCHIVED" | "DEPRECATED" | null;
            /**
             * @description NUMBER for a plain number, AMOUNT for money.
             * @enum {string}
             */
            type: "NUMBER" | "AMOUNT";
        };
        /** @description How a missing meter value is created. */
        MeterValueDynamicValidationSettings: {
            /**
             * @description Type of the value. The default is AMOUNT when an amount was sent, otherwise NUMBER.
             * @enum {string|null}
             */
            type?: "NUMBER" | "AMOUNT" | null;
            /** @description Whether events must carry it. */
            required?: boolean | null;
        };
        /** @description A list of meter values. */
        MeterValueResponseWrapper: {
            data: components["schemas"]["MeterValue"][];
        };
        /** @description What a request may change on a meter value. Members left out stay as they are. */
        MeterValueUpdateRequest: {
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference?: components["schemas"]["Reference"];
            /** @description Name for people. */
            name?: string | null;
            /** @description Text for people. */
            description?: string | null;
            /**
             * @description State of the resource. Without it a new resource is a DRAFT.
             * @enum {string|null}
             */
            status?: "DRAFT" | "ACTIVE" | "ARCHIVED" | "DEPRECATED" | null;
            /**
             * @description NUMBER for a plain number, AMOUNT for money.
             * @enum {string|null}
             */
            type?: "NUMBER" | "AMOUNT" | null;
        };
        /** @description Name of a person. */
        Name: {
            /** @description First name. */
            first_name?: string | null;
            /** @description Last name. */
            last_name?: string | null;
            /** @description What stands between first and last name. */
            infix?: string | null;
        };
        /** @description The next invoice of a subscription. */
        NextInvoice: {
            /**
             * Format: date-time
             * @description Date of the invoice.
             */
            invoice_date?: string | null;
            /** @description Id of the invoice. */
            invoice_id?: string | null;
        };
        /** @description Why an event matched nothing. */
        NotMatched: {
            /** @description What was missing. The vendor does not document the values. */
            variant?: string | null;
        };
        /** @description An exact decimal number as a string, or null. The maximum length is our limit. */
        NullableDecimal: string | null;
        /** @description What a schedule sells on demand. */
        OnDemandPricingItemsResponse: {
            /** @description Id of the subscription. */
            pricing_plan_subscription_id?: string;
            /** @description Id of the schedule. */
            pricing_plan_schedule_id?: string;
            /** @description Id of the plan version. */
            pricing_plan_version_id?: string;
            /** @description Categories whose pricings can be charged on demand; of groups, the pricings alone. */
            pricing_categories?: components["schemas"]["PricingCategory"][];
        };
        /** @description A line of a one-off invoice. */
        OneOffInvoiceLineCreateRequest: {
            /** @description Id of the product item. */
            product_item_id?: string | null;
            /**
             * @description REVENUE adds to the invoice, DEDUCTION takes from it.
             * @enum {string|null}
             */
            product_item_type?: "REVENUE" | "DEDUCTION" | null;
            /** @description Text of the line. */
            pricing_name?: string | null;
            /**
             * Format: date-time
             * @description First instant that counts.
             */
            start_at?: string;
            /**
             * Format: date-time
             * @description First instant that no longer counts. Absent or null means open-ended.
             */
            end_at?: string;
            /** @description Price model. */
            pricing_type: components["schemas"]["PricingType"];
            /** @description The price. */
            pricing_band?: components["schemas"]["PricingItemConfigBand"];
            /** @description The quantity. */
            volume?: components["schemas"]["Volume"];
            /** @description Id of the subscription. */
            pricing_plan_subscription_id?: string | null;
        };
        /** @description An object whose members this contract does not describe. It is passed on as it is. */
        OpenObject: {
            [key: string]: unknown;
        };
        /** @description Details of an organisation. */
        Organization: {
            /** @description Registered name. */
            legal_name?: string;
            /** @description Tax number. tax_ids is the newer member. */
            tax_id?: string | null;
            /** @description Tax numbers. */
            tax_ids?: components["schemas"]["TaxId"][] | null;
            /** @description Number in the register of companies. */
            registration_number?: string | null;
            /** @description Whether no tax is charged. */
            tax_exempt?: boolean | null;
            /** @description Why no tax is charged. */
            tax_exempt_note?: string | null;
            /** @description Registered address. */
            registered_address?: components["schemas"]["Address"];
            /** @description Further registrations for tax. */
            tax_registrations?: components["schemas"]["TaxRegistration"][] | null;
        };
        /** @description Organization, as a request sends it. */
        OrganizationRequest: {
            /** @description Registered name. */
            legal_name?: string;
            /** @description Tax number. tax_ids is the newer member. */
            tax_id?: string | null;
            /** @description Tax numbers. */
            tax_ids?: components["schemas"]["TaxIdRequest"][] | null;
            /** @description Number in the register of companies. */
            registration_number?: string | null;
            /** @description Whether no tax is charged. */
            tax_exempt?: boolean | null;
            /** @description Why no tax is charged. */
            tax_exempt_note?: string | null;
            /** @description Registered address. */
            registered_address?: components["schemas"]["Address"];
            /** @description Further registrations for tax. */
            tax_registrations?: components["schemas"]["TaxRegistrationRequest"][] | null;
        };
        /** @description An invoice, in short. */
        OriginalInvoiceInfo: {
            /** @description Id of the invoice. */
            id?: string;
            /** @description Number of the invoice. */
            invoice_number?: string;
        };
        /** @description Paths of the neighbouring pages, without the host. */
        PaginationLinks: {
            /** @description The first page. */
            first?: string | null;
            /** @description The page before; null on the first. */
            previous?: string | null;
            /** @description This page. */
            current?: string | null;
            /** @description The page after; null on the last. */
            next?: string | null;
        };
        /** @description Where a page stands in its list. */
        Paging: {
            /** @description Number of this page, from 1. */
            page?: number | null;
            /** @description Entries a page holds at most. */
            limit?: number | null;
            /** @description Number of pages. */
            total_number_of_pages?: number | null;
            links?: components["schemas"]["PaginationLinks"];
        };
        /** @description A delivery that failed. Later events wait for it. */
        PenaltyBoxData: {
            /** @description Attempts so far. */
            retry_count?: number | null;
            /**
             * Format: date-time
             * @description When the next attempt is due.
             */
            retry_at?: string | null;
            /** @description Why the last attempt failed. */
            cause?: string | null;
            /** @description What is sent. */
            payload?: string | null;
        };
        /** @description A length of time in calendar units. */
        Period: {
            /**
             * @description The unit.
             * @enum {string}
             */
            type?: "DAY" | "WEEK" | "MONTH" | "YEAR";
            /** @description How many of the unit. Absent means 1. The maximum of 1,000 is our limit. */
            value?: number | null;
        };
        /** @description A total that was carried into a period. */
        PersistData: {
            /** @description Kind of the resource. */
            object_type?: string | null;
            /** @description Id, given by the server. */
            id?: string | null;
            /** @description Id of the customer. */
            customer_id?: string | null;
            /** @description Reference of the customer. */
            customer_reference?: string | null;
            /** @description Id of the pricing. */
            pricing_id?: string;
            /** @description Id of the pricing item. */
            pricing_item_id?: string;
            /** @description Id of the pricing rule. */
            pricing_item_config_id?: string;
            /** @description Id of the subscription. */
            pricing_plan_subscription_id?: string | null;
            /** @description Reference of the subscription. */
            pricing_plan_subscription_reference?: string | null;
            /** @description Name of the entry: letters, digits, underscores and hyphens. */
            reference?: string | null;
            /** @description The billing period that it is stated for, whole. */
            period?: components["schemas"]["ChargeDataPeriod"];
            /** @description Usage of the periods before, in place of what would be carried on: of a calculation with persist, SUM, MAX or MIN. */
            persist_usage?: components["schemas"]["NullableDecimal"];
            /** @description Volume that costs nothing in the period, in place of the included volume; with one of the rollover members, bought volume. */
            persist_included_volume?: components["schemas"]["NullableDecimal"];
            /** @description Whether persist_usage was charged for the period already: then it fills the tiers, and only what is new is charged. */
            persist_charged_volume?: boolean | null;
            /** @description Whether the volume comes on top of bought volume that rolls over. */
            persist_rollover_volume?: boolean | null;
            /** @description Whether the volume takes the place of bought volume that rolls over. */
            set_rollover_volume?: boolean | null;
            /** @description The volume of persist_included_volume, as a measurement of what the rule counts. */
            included_volume?: components["schemas"]["MeterDataMeterValue"];
            /**
             * Format: date-time
             * @description When it was stated. Without it: now. At most 30 minutes in the future. Without a period: the one that it falls into.
             */
            timestamp?: string | null;
            /** @description Id of the run that carried it. */
            reprocess_id?: string;
            /** @description Whether it is the last entry of that run. */
            is_last_reprocess_item?: boolean;
        };
        /** @description What a rule brings into a period: for moving a customer in the middle of a contract. States usage or volume, at least one. */
        PersistDataCreateRequest: {
            /** @description Id of the customer. */
            customer_id: string | null;
            /** @description Reference of the customer. */
            customer_reference?: string | null;
            /** @description Id of the pricing. */
            pricing_id: string;
            /** @description Id of the pricing item. */
            pricing_item_id: string;
            /** @description Id of the pricing rule. */
            pricing_item_config_id: string;
            /** @description Id of the subscription. */
            pricing_plan_subscription_id: string | null;
            /** @description Reference of the subscription. */
            pricing_plan_subscription_reference?: string | null;
            /** @description Which subscription an event is booked on, when the customer has several. */
            pricing_plan_subscription_selector?: components["schemas"]["PricingPlanSubscriptionSelector"];
            /** @description Name of the entry: letters, digits, underscores and hyphens. */
            reference?: string | null;
            /** @description The billing period that it is stated for, whole. */
            period?: components["schemas"]["ChargeDataPeriod"];
            /** @description Usage of the periods before, in place of what would be carried on: of a calculation with persist, SUM, MAX or MIN. */
            persist_usage?: components["schemas"]["NullableDecimal"];
            /** @description Volume that costs nothing in the period, in place of the included volume; with one of the rollover members, bought volume. */
            persist_included_volume?: components["schemas"]["NullableDecimal"];
            /** @description Whether persist_usage was charged for the period already: then it fills the tiers, and only what is new is charged. */
            persist_charged_volume?: boolean | null;
            /** @description Whether the volume comes on top of bought volume that rolls over. */
            persist_rollover_volume?: boolean | null;
            /** @description Whether the volume takes the place of bought volume that rolls over. */
            set_rollover_volume?: boolean | null;
            /** @description The volume of persist_included_volume, as a measurement of what the rule counts. */
            included_volume?: components["schemas"]["MeterDataMeterValue"];
            /**
             * Format: date-time
             * @description When it was stated. Without it: now. At most 30 minutes in the future. Without a period: the one that it falls into.
             */
            timestamp?: string | null;
            /** @description Id of the run that carries it. */
            reprocess_id?: string;
            /** @description Whether it is the last entry of that run. */
            is_last_reprocess_item?: boolean;
        };
        /** @description A product in a plan: what it grants and what it charges for. */
        Pricing: {
            /** @description Kind of the resource. */
            object_type?: string | null;
            /** @description Id, given by the server. */
            id?: string | null;
            /** @description Id of the plan version. */
            pricing_plan_version_id?: string | null;
            /** @description Id of the schedule. */
            pricing_plan_schedule_id?: string | null;
            /** @description Id of the pricing group. */
            pricing_group_id?: string | null;
            /** @description Id of the pricing that this one was copied from. */
            original_pricing_id?: string | null;
            /** @description The pricing that this one was copied from, when expanded. */
            original_pricing?: components["schemas"]["Pricing"] | null;
            /**
             * @description Whether the pricing replaces all of the original, or what it names.
             * @enum {string|null}
             */
            override?: "ALL" | "SPECIFIC" | null;
            /** @description Name for people. */
            name?: string | null;
            /**
             * @description Part of the plan, or an add-on.
             * @enum {string|null}
             */
            product_type?: "DEFAULT" | "ADDON" | null;
            /** @description Ids of the products. */
            product_ids?: string[];
            /** @description Position among its siblings, from 0. */
            display_order?: number | null;
            /** @description The products, when expanded. */
            products?: components["schemas"]["Product"][] | null;
            /** @description What a subscriber may do. */
            entitlements?: components["schemas"]["Entitlement"][] | null;
            /** @description What is charged for. */
            items?: components["schemas"]["PricingItem"][] | null;
        };
        /** @description The prices of one product category. */
        PricingCategory: {
            /** @description Kind of the resource. */
            object_type?: string | null;
            /** @description Id, given by the server. */
            id?: string | null;
            /** @description Id of the product category. */
            product_category_id?: string;
            /** @description The product category, when expanded. */
            product_category?: components["schemas"]["ProductCategory"] | null;
            /** @description The pricings of the category. */
            pricings?: components["schemas"]["Pricing"][] | null;
            /** @description The pricings to choose from. */
            pricing_groups?: components["schemas"]["PricingGroup"][] | null;
            /** @description Position among its siblings, from 0. */
            display_order?: number | null;
        };
        /** @description Pricing category, as a request sends it. */
        PricingCategoryRequest: {
            /** @description Id, given by the server. */
            id?: string | null;
            /** @description Id of the product category. */
            product_category_id?: string;
            /** @description The pricings of the category. */
            pricings?: components["schemas"]["PricingRequest"][] | null;
            /** @description The pricings to choose from. */
            pricing_groups?: components["schemas"]["PricingGroupRequest"][] | null;
            /** @description Position among its siblings, from 0. */
            display_order?: number | null;
        };
        /** @description A commitment on pricings. */
        PricingCommitment: {
            /** @description Ids of what it applies to. */
            ids?: string[];
            /**
             * Format: date-time
             * @description First instant that counts.
             */
            start_at?: string | null;
            /**
             * Format: date-time
             * @description First instant that no longer counts. Absent or null means open-ended.
             */
            end_at?: string | null;
            /** @description Money. */
            amount?: components["schemas"]["Amount"];
        };
        /** @description What a request may set when it creates a pricing. */
        PricingCreateRequest: {
            /** @description Id of the plan version. */
            pricing_plan_version_id?: string | null;
            /** @description Id of the schedule. */
            pricing_plan_schedule_id?: string | null;
            /** @description Id of the pricing group. */
            pricing_group_id?: string | null;
            /** @description Id of the pricing that this one was copied from. */
            original_pricing_id?: string | null;
            /**
             * @description Whether the pricing replaces all of the original, or what it names.
             * @enum {string|null}
             */
            override?: "ALL" | "SPECIFIC" | null;
            /** @description Name for people. */
            name?: string | null;
            /**
             * @description Part of the plan, or an add-on.
             * @enum {string|null}
             */
            product_type?: "DEFAULT" | "ADDON" | null;
            /** @description Ids of the products. */
            product_ids: string[];
            /** @description Position among its siblings, from 0. */
            display_order?: number | null;
            /** @description What a subscriber may do. */
            entitlements?: components["schemas"]["EntitlementRequest"][] | null;
            /** @description What is charged for. */
            items?: components["schemas"]["PricingItemRequest"][] | null;
        };
        /** @description The currencies of the prices. */
        PricingCurrencySettings: {
            /** @description Currency when a schedule chooses none. */
            default_pricing_currency?: string | null;
            /** @description Currencies in which there are prices. */
            pricing_currencies?: string[] | null;
        };
        /** @description A discount on pricings. */
        PricingDiscount: {
            /** @description Ids of what it applies to. */
            ids?: string[];
            /**
             * Format: date-time
             * @description First instant that counts.
             */
            start_at?: string | null;
            /**
             * Format: date-time
             * @description First instant that no longer counts. Absent or null means open-ended.
             */
            end_at?: string | null;
            /** @description Money. */
            amount?: components["schemas"]["Amount"];
            /** @description Percentage, as a decimal string. */
            percentage?: components["schemas"]["NullableDecimal"];
            /** @description When the discount applies. */
            condition?: components["schemas"]["DiscountCondition"];
        };
        /** @description Pricings of which a subscription chooses. */
        PricingGroup: {
            /** @description Kind of the resource. */
            object_type?: string | null;
            /** @description Id, given by the server. */
            id?: string | null;
            /** @description Id of the plan version. */
            pricing_plan_version_id?: string | null;
            /** @description Id of the schedule. */
            pricing_plan_schedule_id?: string | null;
            /** @description Name for people. */
            name?: string | null;
            /**
             * @description Part of the plan, or an add-on.
             * @enum {string|null}
             */
            product_type?: "DEFAULT" | "ADDON" | null;
            /**
             * @description How many can be chosen.
             * @enum {string|null}
             */
            selection_constraint?: "ANY" | "AT_LEAST_ONE" | "AT_MOST_ONE" | "EXACTLY_ONE" | null;
            /** @description Position among its siblings, from 0. */
            display_order?: number | null;
            /** @description Pricings. */
            pricings?: components["schemas"]["Pricing"][] | null;
        };
        /** @description What a request may set when it creates a pricing group. */
        PricingGroupCreateRequest: {
            /** @description Id of the plan version. */
            pricing_plan_version_id?: string | null;
            /** @description Id of the schedule. */
            pricing_plan_schedule_id?: string | null;
            /** @description Name for people. */
            name?: string | null;
            /**
             * @description Part of the plan, or an add-on.
             * @enum {string|null}
             */
            product_type?: "DEFAULT" | "ADDON" | null;
            /**
             * @description How many can be chosen.
             * @enum {string|null}
             */
            selection_constraint?: "ANY" | "AT_LEAST_ONE" | "AT_MOST_ONE" | "EXACTLY_ONE" | null;
            /** @description Position among its siblings, from 0. */
            display_order?: number | null;
            /** @description Pricings. */
            pricings?: components["schemas"]["PricingRequest"][] | null;
        };
        /** @description Pricing group, as a request sends it. */
        PricingGroupRequest: {
            /** @description Id, given by the server. */
            id?: string | null;
            /** @description Id of the plan version. */
            pricing_plan_version_id?: string | null;
            /** @description Id of the schedule. */
            pricing_plan_schedule_id?: string | null;
            /** @description Name for people. */
            name?: string | null;
            /**
             * @description Part of the plan, or an add-on.
             * @enum {string|null}
             */
            product_type?: "DEFAULT" | "ADDON" | null;
            /**
             * @description How many can be chosen.
             * @enum {string|null}
             */
            selection_constraint?: "ANY" | "AT_LEAST_ONE" | "AT_MOST_ONE" | "EXACTLY_ONE" | null;
            /** @description Position among its siblings, from 0. */
            display_order?: number | null;
            /** @description Pricings. */
            pricings?: components["schemas"]["PricingRequest"][] | null;
        };
        /** @description What a request may change on a pricing group. Members left out stay as they are. */
        PricingGroupUpdateRequest: {
            /** @description Id of the plan version. */
            pricing_plan_version_id?: string | null;
            /** @description Id of the schedule. */
            pricing_plan_schedule_id?: string | null;
            /** @description Name for people. */
            name?: string | null;
            /**
             * @description Part of the plan, or an add-on.
             * @enum {string|null}
             */
            product_type?: "DEFAULT" | "ADDON" | null;
            /**
             * @description How many can be chosen.
             * @enum {string|null}
             */
            selection_constraint?: "ANY" | "AT_LEAST_ONE" | "AT_MOST_ONE" | "EXACTLY_ONE" | null;
            /** @description Position among its siblings, from 0. */
            display_order?: number | null;
            /** @description Pricings. */
            pricings?: components["schemas"]["PricingRequest"][] | null;
        };
        /** @description One or several product items with one set of pricing rules. */
        PricingItem: {
            /** @description Kind of the resource. */
            object_type?: string | null;
            /** @description Id, given by the server. */
            id?: string | null;
            /** @description Id of the pricing item that this one was copied from. */
            original_pricing_item_id?: string | null;
            /** @description The pricing item that this one was copied from, when expanded. */
            original_pricing_item?: components["schemas"]["PricingItem"] | null;
            /**
             * @description Whether the item replaces all of the original, or what it names.
             * @enum {string|null}
             */
            override?: "ALL" | "SPECIFIC" | null;
            /** @description Ids of the product items. */
            product_item_ids?: string[];
            /** @description The product items, when expanded. */
            product_items?: components["schemas"]["ProductItem"][] | null;
            /** @description The pricing rules. */
            configs?: components["schemas"]["PricingItemConfig"][] | null;
            /** @description Pricing rules of single currencies. */
            pricing_currency_configs?: components["schemas"]["PricingItemPricingCurrencyConfig"][] | null;
            /** @description Pricing rules of single billing periods. */
            billing_period_configs?: components["schemas"]["PricingItemBillingPeriodConfig"][] | null;
            /** @description Position among its siblings, from 0. */
            display_order?: number | null;
        };
        /** @description Pricing rules of one billing period. */
        PricingItemBillingPeriodConfig: {
            /** @description Length of one billing period. */
            billing_period?: components["schemas"]["Period"];
            /** @description Pricing rules. */
            configs?: components["schemas"]["PricingItemConfig"][] | null;
        };
        /** @description Pricing item billing period config, as a request sends it. */
        PricingItemBillingPeriodConfigRequest: {
            /** @description Length of one billing period. */
            billing_period?: components["schemas"]["Period"];
            /** @description Pricing rules. */
            configs?: components["schemas"]["PricingItemConfigRequest"][] | null;
        };
        /** @description A commitment on pricing items. */
        PricingItemCommitment: {
            /** @description Ids of what it applies to. */
            ids?: string[];
            /**
             * Format: date-time
             * @description First instant that counts.
             */
            start_at?: string | null;
            /**
             * Format: date-time
             * @description First instant that no longer counts. Absent or null means open-ended.
             */
            end_at?: string | null;
            /** @description Money. */
            amount?: components["schemas"]["Amount"];
        };
        /** @description A pricing rule. */
        PricingItemConfig: {
            /** @description Kind of the resource. */
            object_type?: string | null;
            /** @description Id, given by the server. */
            id?: string | null;
            /** @description Id of the pricing rule that this one was copied from. */
            original_pricing_item_config_id?: string | null;
            /** @description The pricing rule that this one was copied from, when expanded. */
            original_pricing_item_config?: components["schemas"]["PricingItemConfig"] | null;
            /** @description The newer place of billing_period, pricing_type, pricing_period and bands. */
            details?: components["schemas"]["PricingItemConfigDetails"];
            /** @description Length of one billing period. */
            billing_period?: components["schemas"]["Period"];
            /** @description Price model. details.pricing_type is the newer place; when both are sent they must agree (our decision). */
            type?: components["schemas"]["PricingType"] | null;
            /** @description Price model, as in type. */
            pricing_type?: components["schemas"]["PricingType"] | null;
            /** @description Length of time that the price is stated for. It is scaled to the billing period. */
            pricing_period?: components["schemas"]["Period"];
            /** @description Volume that costs nothing. */
            default_included_volume?: components["schemas"]["PricingItemConfigMeterValueIncludedVolume"];
            /** @description Number of seats at the start, for PER_SEAT. */
            default_seats_value?: components["schemas"]["PricingItemConfigMeterValue"];
            /** @description The events that the rule applies to. The rule without conditions is the default rate. */
            conditions?: components["schemas"]["PricingItemConfigConditions"];
            /** @description Conditions for the usage that counts towards the tier. Only expression is allowed. */
            tiering_conditions?: components["schemas"]["MeterConditions"];
            /** @description The bands of the price. One band for FLAT; several with rising tier_top_bound for the tiered models. */
            bands?: components["schemas"]["PricingItemConfigBand"][];
            /** @description Position in the evaluation, from 1. An event takes the first rule that matches. */
            order?: number | null;
            /** @description Bill at the start of the period. */
            billing_in_advance?: boolean | null;
            /** @description Rules with the same reference share the volume that chooses their tiers. */
            volume_group_reference?: string | null;
            /** @description For the TOP_UP models. */
            top_up?: components["schemas"]["PricingItemConfigTopUp"];
            /** @description Bill each value of these properties as a line of its own. */
            split_pricing?: components["schemas"]["PricingItemConfigSplitPricing"];
            /** @description Charged only when it is asked for. */
            on_demand?: boolean | null;
            /** @description Units of a FLAT price on demand where a charge names none. Default 1. */
            default_units?: components["schemas"]["PricingItemConfigMeterValue"] | null;
            /** @description Deposits that the rule makes, at the start and in each period. */
            wallet_grants?: components["schemas"]["PricingItemConfigWalletGrant"][] | null;
        };
        /** @description A price within bounds. */
        PricingItemConfigBand: {
            /** @description Price of one unit, or of one block when block_size is set. */
            amount?: components["schemas"]["Amount"];
            /** @description Share of the amount that is charged. "1" is one per cent (our decision). */
            percentage?: components["schemas"]["NullableDecimal"];
            /** @description Price of one unit in credits. */
            credits?: components["schemas"]["Credits"];
            /** @description Fee for the whole band, whatever the usage. */
            fixed_amount?: components["schemas"]["Amount"];
            /** @description Most that the band costs. */
            maximum_amount?: components["schemas"]["Amount"];
            /** @description Least that the band costs. */
            minimum_amount?: components["schemas"]["Amount"];
            /** @description Greatest number that is billed. */
            maximum_number?: components["schemas"]["NullableDecimal"];
            /** @description Least number that is billed. */
            minimum_number?: components["schemas"]["NullableDecimal"];
            /** @description Units that one price buys: 1000 for a price per thousand. Parts of a block are billed in proportion (our decision). */
            block_size?: components["schemas"]["PricingItemConfigMeterValue"];
            /** @description Upper bound of the tier, inclusive (our decision). Absent on the last tier. */
            tier_top_bound?: components["schemas"]["PricingItemConfigMeterValue"];
        };
        /** @description A commitment on pricing rules. */
        PricingItemConfigCommitment: {
            /** @description Ids of what it applies to. */
            ids?: string[];
            /** @description The minimum as a quantity. */
            meter_value_calculation?: components["schemas"]["MeterValueCalculationCommitment"];
            /**
             * Format: date-time
             * @description First instant that counts.
             */
            start_at?: string | null;
            /**
             * Format: date-time
             * @description First instant that no longer counts. Absent or null means open-ended.
             */
            end_at?: string | null;
            /** @description Money. */
            amount?: components["schemas"]["Amount"];
        };
        /** @description The events that a rule applies to. */
        PricingItemConfigConditions: {
            /** @description Name of the conditions, shown on the invoice. */
            name?: string | null;
            /** @description Conditions on properties. All must be met. */
            meter_properties?: components["schemas"]["MeterPropertyCondition"][] | null;
            /** @description Further sets of conditions. */
            configs?: components["schemas"]["PricingItemConfigConditions"][] | null;
        };
        /** @description Pricing item config conditions, as a request sends it. */
        PricingItemConfigConditionsRequest: {
            /** @description Name of the conditions, shown on the invoice. */
            name?: string | null;
            /** @description Conditions on properties. All must be met. */
            meter_properties?: components["schemas"]["MeterPropertyConditionRequest"][] | null;
            /** @description Further sets of conditions. */
            configs?: components["schemas"]["PricingItemConfigConditionsRequest"][] | null;
        };
        /** @description Price model and bands. */
        PricingItemConfigDetails: {
            /** @description Length of one billing period. */
            billing_period?: components["schemas"]["Period"];
            /** @description Price model. */
            pricing_type?: components["schemas"]["PricingType"] | null;
            /** @description Length of time that the price is stated for. It is scaled to the billing period. */
            pricing_period?: components["schemas"]["Period"];
            /** @description The bands of the price. One band for FLAT; several with rising tier_top_bound for the tiered models. */
            bands?: components["schemas"]["PricingItemConfigBand"][];
        };
        /** @description A discount on pricing rules. */
        PricingItemConfigDiscount: {
            /** @description Ids of what it applies to. */
            ids?: string[];
            /**
             * Format: date-time
             * @description First instant that counts.
             */
            start_at?: string | null;
            /**
             * Format: date-time
             * @description First instant that no longer counts. Absent or null means open-ended.
             */
            end_at?: string | null;
            /** @description Money. */
            amount?: components["schemas"]["Amount"];
            /** @description Percentage, as a decimal string. */
            percentage?: components["schemas"]["NullableDecimal"];
            /** @description When the discount applies. */
            condition?: components["schemas"]["DiscountCondition"];
        };
        /** @description A markup on pricing rules. */
        PricingItemConfigMarkup: {
            /** @description Ids of what it applies to. */
            ids?: string[];
            /**
             * Format: date-time
             * @description First instant that counts.
             */
            start_at?: string | null;
            /**
             * Format: date-time
             * @description First instant that no longer counts. Absent or null means open-ended.
             */
            end_at?: string | null;
            /** @description Money. */
            amount?: components["schemas"]["Amount"];
            /** @description Percentage, as a decimal string. */
            percentage?: components["schemas"]["NullableDecimal"];
        };
        /** @description A quantity: one of number, amount and count. */
        PricingItemConfigMeterValue: {
            /** @description A number, as a decimal string. */
            number?: components["schemas"]["NullableDecimal"];
            /** @description Money. */
            amount?: components["schemas"]["Amount"];
            /** @description Number of occurrences, as a decimal string. */
            count?: components["schemas"]["NullableDecimal"];
        };
        /** @description A volume that costs nothing: one of number, amount and count. */
        PricingItemConfigMeterValueIncludedVolume: {
            /** @description A number, as a decimal string. */
            number?: components["schemas"]["NullableDecimal"];
            /** @description Money. */
            amount?: components["schemas"]["Amount"];
            /** @description Number of occurrences, as a decimal string. */
            count?: components["schemas"]["NullableDecimal"];
            /** @description When the volume starts anew. The vendor does not document the values. */
            reset_type?: string | null;
        };
        /** @description Pricing item config, as a request sends it. */
        PricingItemConfigRequest: {
            /** @description Id, given by the server. */
            id?: string | null;
            /** @description Id of the pricing rule that this one was copied from. */
            original_pricing_item_config_id?: string | null;
            /** @description The newer place of billing_period, pricing_type, pricing_period and bands. */
            details?: components["schemas"]["PricingItemConfigDetails"];
            /** @description Length of one billing period. */
            billing_period?: components["schemas"]["Period"];
            /** @description Price model. details.pricing_type is the newer place; when both are sent they must agree (our decision). */
            type?: components["schemas"]["PricingType"] | null;
            /** @description Price model, as in type. */
            pricing_type?: components["schemas"]["PricingType"] | null;
            /** @description Length of time that the price is stated for. It is scaled to the billing period. */
            pricing_period?: components["schemas"]["Period"];
            /** @description Volume that costs nothing. */
            default_included_volume?: components["schemas"]["PricingItemConfigMeterValueIncludedVolume"];
            /** @description Number of seats at the start, for PER_SEAT. */
            default_seats_value?: components["schemas"]["PricingItemConfigMeterValue"];
            /** @description The events that the rule applies to. The rule without conditions is the default rate. */
            conditions?: components["schemas"]["PricingItemConfigConditionsRequest"];
            /** @description Conditions for the usage that counts towards the tier. Only expression is allowed. */
            tiering_conditions?: components["schemas"]["MeterConditionsRequest"];
            /** @description The bands of the price. One band for FLAT; several with rising tier_top_bound for the tiered models. */
            bands?: components["schemas"]["PricingItemConfigBand"][];
            /** @description Position in the evaluation, from 1. An event takes the first rule that matches. */
            order?: number | null;
            /** @description Bill at the start of the period. */
            billing_in_advance?: boolean | null;
            /** @description Rules with the same reference share the volume that chooses their tiers. */
            volume_group_reference?: string | null;
            /** @description For the TOP_UP models. */
            top_up?: components["schemas"]["PricingItemConfigTopUp"];
            /** @description Bill each value of these properties as a line of its own. */
            split_pricing?: components["schemas"]["PricingItemConfigSplitPricingRequest"];
            /** @description Charged only when it is asked for. */
            on_demand?: boolean | null;
            /** @description Units of a FLAT price on demand where a charge names none. Default 1. */
            default_units?: components["schemas"]["PricingItemConfigMeterValue"] | null;
            /** @description Deposits that the rule makes, at the start and in each period. */
            wallet_grants?: components["schemas"]["PricingItemConfigWalletGrantRequest"][] | null;
        };
        /** @description Properties whose values become lines of their own. */
        PricingItemConfigSplitPricing: {
            /** @description The properties. */
            meter_properties?: components["schemas"]["MeterPropertySplitPricing"][] | null;
        };
        /** @description Pricing item config split pricing, as a request sends it. */
        PricingItemConfigSplitPricingRequest: {
            /** @description The properties. */
            meter_properties?: components["schemas"]["MeterPropertySplitPricingRequest"][] | null;
        };
        /** @description How an unused volume is treated. */
        PricingItemConfigTopUp: {
            /** @description Carry the unused volume into the next period. */
            rollover?: boolean | null;
        };
        /** @description A deposit that a pricing rule makes. */
        PricingItemConfigWalletGrant: {
            /** @description Id of the wallet type. */
            wallet_type_id?: string;
            /** @description The wallet type, when expanded. */
            wallet_type?: components["schemas"]["WalletType"] | null;
            /** @description A deposit of money. */
            amount_grant?: components["schemas"]["PricingItemConfigWalletGrantAmountGrant"];
            /** @description A deposit of credits. */
            credits_grant?: components["schemas"]["PricingItemConfigWalletGrantCreditsGrant"];
            /** @description When the deposit expires. */
            expiry_policy?: components["schemas"]["PricingItemConfigWalletGrantExpiryPolicy"];
        };
        /** @description A deposit of money. */
        PricingItemConfigWalletGrantAmountGrant: {
            /** @description Money. */
            amount?: components["schemas"]["Amount"];
            /** @description Percentage of the price without tax, as a decimal string. On demand only. */
            percentage?: components["schemas"]["NullableDecimal"];
        };
        /** @description How money becomes credits. */
        PricingItemConfigWalletGrantConversion: {
            /** @description Id of the credit type. */
            credit_type_id?: string;
            /** @description Credits for one unit of the currency, as a decimal string. */
            rate?: components["schemas"]["Decimal"];
        };
        /** @description A deposit of credits. */
        PricingItemConfigWalletGrantCreditsGrant: {
            /** @description Credits. */
            credits?: components["schemas"]["Credits"];
            /** @description Credits by the price, instead of credits. On demand only. */
            conversion?: components["schemas"]["PricingItemConfigWalletGrantConversion"] | null;
        };
        /** @description When a deposit expires. */
        PricingItemConfigWalletGrantExpiryPolicy: {
            /** @description Time from the deposit to its expiry. */
            expiry_period?: components["schemas"]["Period"];
        };
        /** @description Pricing item config wallet grant, as a request sends it. */
        PricingItemConfigWalletGrantRequest: {
            /** @description Id of the wallet type. */
            wallet_type_id?: string;
            /** @description A deposit of money. */
            amount_grant?: components["schemas"]["PricingItemConfigWalletGrantAmountGrant"];
            /** @description A deposit of credits. */
            credits_grant?: components["schemas"]["PricingItemConfigWalletGrantCreditsGrant"];
            /** @description When the deposit expires. */
            expiry_policy?: components["schemas"]["PricingItemConfigWalletGrantExpiryPolicy"];
        };
        /** @description A discount on pricing items. */
        PricingItemDiscount: {
            /** @description Ids of what it applies to. */
            ids?: string[];
            /**
             * Format: date-time
             * @description First instant that counts.
             */
            start_at?: string | null;
            /**
             * Format: date-time
             * @description First instant that no longer counts. Absent or null means open-ended.
             */
            end_at?: string | null;
            /** @description Money. */
            amount?: components["schemas"]["Amount"];
            /** @description Percentage, as a decimal string. */
            percentage?: components["schemas"]["NullableDecimal"];
            /** @description When the discount applies. */
            condition?: components["schemas"]["DiscountCondition"];
        };
        /** @description Pricing rules of one currency. */
        PricingItemPricingCurrencyConfig: {
            /** @description Currency. */
            currency?: components["schemas"]["CurrencyCode"] | null;
            /** @description Pricing rules. */
            configs?: components["schemas"]["PricingItemConfig"][] | null;
            /** @description Pricing rules of single billing periods. */
            billing_period_configs?: components["schemas"]["PricingItemBillingPeriodConfig"][] | null;
            /** @description Currency whose rules are used, when there are none. */
            fallback_currency?: components["schemas"]["CurrencyCode"] | null;
        };
        /** @description Pricing item pricing currency config, as a request sends it. */
        PricingItemPricingCurrencyConfigRequest: {
            /** @description Currency. */
            currency?: components["schemas"]["CurrencyCode"] | null;
            /** @description Pricing rules. */
            configs?: components["schemas"]["PricingItemConfigRequest"][] | null;
            /** @description Pricing rules of single billing periods. */
            billing_period_configs?: components["schemas"]["PricingItemBillingPeriodConfigRequest"][] | null;
            /** @description Currency whose rules are used, when there are none. */
            fallback_currency?: components["schemas"]["CurrencyCode"] | null;
        };
        /** @description Pricing item, as a request sends it. */
        PricingItemRequest: {
            /** @description Id, given by the server. */
            id?: string | null;
            /** @description Id of the pricing item that this one was copied from. */
            original_pricing_item_id?: string | null;
            /**
             * @description Whether the item replaces all of the original, or what it names.
             * @enum {string|null}
             */
            override?: "ALL" | "SPECIFIC" | null;
            /** @description Ids of the product items. */
            product_item_ids?: string[];
            /** @description The pricing rules. */
            configs?: components["schemas"]["PricingItemConfigRequest"][] | null;
            /** @description Pricing rules of single currencies. */
            pricing_currency_configs?: components["schemas"]["PricingItemPricingCurrencyConfigRequest"][] | null;
            /** @description Pricing rules of single billing periods. */
            billing_period_configs?: components["schemas"]["PricingItemBillingPeriodConfigRequest"][] | null;
            /** @description Position among its siblings, from 0. */
            display_order?: number | null;
        };
        /** @description The included volume that was used. */
        PricingItemSummaryIncludedVolumeDetails: {
            /** @description What was used of it by this line. */
            included_volume?: components["schemas"]["PricingItemSummaryMeterValue"];
            /** @description What was available. */
            available_included_volume?: components["schemas"]["PricingItemSummaryMeterValue"];
            /** @description The whole volume of the period. */
            period_volume?: components["schemas"]["PricingItemSummaryMeterValue"];
        };
        /** @description A quantity. */
        PricingItemSummaryMeterValue: {
            /** @description Id of the meter value. */
            id?: string | null;
            /** @description Reference of the meter value. */
            reference?: string | null;
            /** @description A number, as a decimal string. */
            number?: components["schemas"]["NullableDecimal"];
            /** @description Money. */
            amount?: components["schemas"]["Amount"];
            /** @description Number of occurrences, as a decimal string. */
            count?: components["schemas"]["NullableDecimal"];
            /** @description Share of the whole, as a decimal string from 0 to 1. */
            ratio?: components["schemas"]["NullableDecimal"];
            /**
             * @description NUMBER or AMOUNT.
             * @enum {string|null}
             */
            type?: "NUMBER" | "AMOUNT" | null;
        };
        /** @description How an amount came about. */
        PricingItemSummaryPriceDetails: {
            /** @description Money. */
            amount?: components["schemas"]["Amount"];
            /** @description Currency of the prices. */
            pricing_currency?: string | null;
            /** @description The amount in the currency of the prices. */
            pricing_amount?: components["schemas"]["Amount"];
            /** @description The conversion to credits. */
            conversion?: components["schemas"]["PricingItemSummaryPriceDetailsConversion"];
            /** @description The band that was used. */
            band?: components["schemas"]["PricingItemSummaryPriceDetailsBand"];
            /** @description The quantity that was priced. */
            meter_value?: components["schemas"]["PricingItemSummaryMeterValue"];
            /** @description The quantity that chose the tier. */
            tiering_meter_value?: components["schemas"]["PricingItemSummaryMeterValue"];
            /** @description The bound that the price met, if any. */
            price_bound?: components["schemas"]["NullableDecimal"];
            /** @description The events behind the quantity, summed. */
            meter_values?: components["schemas"]["IngestDataSummary"][];
            /** @description Quantities that are shown and not priced. */
            report_meter_values?: components["schemas"]["ReportIngestDataSummary"][];
            /** @description Text for people. */
            description?: string | null;
            /** @description Exchange rates that were used. */
            used_exchange_rates?: components["schemas"]["UsedExchangeRate"][] | null;
            /** @description The included volume that was used. */
            included_volume_details?: components["schemas"]["PricingItemSummaryIncludedVolumeDetails"];
            /** @description The wallet credits that were used. */
            wallet_balance_details?: components["schemas"]["PricingItemSummaryWalletBalanceDetails"];
            /** @description Bill each value of these properties as a line of its own. */
            split_pricing?: components["schemas"]["PricingItemConfigSplitPricing"] | null;
            /** @description Share of this line in all usage of the customer. */
            meter_value_share_of_total?: components["schemas"]["NullableDecimal"];
            /** @description Share of this line in the usage of the processing-only customer. */
            meter_value_share_of_processing_only_customer_total?: components["schemas"]["NullableDecimal"];
        };
        /** @description The band that was used. */
        PricingItemSummaryPriceDetailsBand: {
            /** @description Price of one unit, or of one block when block_size is set. */
            amount?: components["schemas"]["Amount"];
            /** @description Percentage, as a decimal string. */
            percentage?: components["schemas"]["NullableDecimal"];
            /** @description Credits. */
            credits?: components["schemas"]["Credits"];
            /** @description Most that the band costs. */
            maximum_amount?: components["schemas"]["Amount"];
            /** @description Least that the band costs. */
            minimum_amount?: components["schemas"]["Amount"];
            /** @description Greatest number that is billed. */
            maximum_number?: components["schemas"]["NullableDecimal"];
            /** @description Least number that is billed. */
            minimum_number?: components["schemas"]["NullableDecimal"];
            /** @description Units that one price buys: 1000 for a price per thousand. Parts of a block are billed in proportion (our decision). */
            block_size?: components["schemas"]["PricingItemConfigMeterValue"];
            /** @description Lower bound of the tier, exclusive (our decision). */
            tier_lower_bound?: components["schemas"]["PricingItemConfigMeterValue"];
            /** @description Upper bound of the tier, inclusive (our decision). Absent on the last tier. */
            tier_top_bound?: components["schemas"]["PricingItemConfigMeterValue"];
            /** @description Share of the quantity in this band. */
            volume_share?: components["schemas"]["NullableDecimal"];
            /** @description Volume that costs nothing. */
            included_volume?: components["schemas"]["PricingItemConfigMeterValue"];
        };
        /** @description A conversion to credits. */
        PricingItemSummaryPriceDetailsConversion: {
            /** @description Credits. */
            credits?: components["schemas"]["Credits"];
            /** @description Id of the meter value that is converted. */
            convert_from_meter_value_id?: string;
        };
        /** @description The wallet credits that were used. */
        PricingItemSummaryWalletBalanceDetails: {
            /** @description What was used. */
            used_wallet_credits?: components["schemas"]["Credits"];
            /** @description What is left. */
            left_wallet_credits?: components["schemas"]["Credits"];
            /** @description What was available. */
            available_wallet_credits?: components["schemas"]["Credits"];
        };
        /** @description A plan that customers subscribe to. It has no status of its own; its versions have. */
        PricingPlan: {
            /** @description Kind of the resource. */
            object_type?: string | null;
            /** @description Id, given by the server. */
            id?: string | null;
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference?: components["schemas"]["Reference"];
            /** @description Name for people. */
            name?: string | null;
            /** @description Text for people. */
            description?: string | null;
            /** @description Id of the only customer that may have it. */
            customer_id?: string | null;
            /**
             * @description STANDARD for everyone, CUSTOM for one customer.
             * @enum {string|null}
             */
            type?: "STANDARD" | "CUSTOM" | null;
            /**
             * @description Whether prices include tax. The default is EXCLUDING_TAX.
             * @enum {string}
             */
            amount_type?: "EXCLUDING_TAX" | "INCLUDING_TAX";
            /** @description The versions. There is no operation that lists them. */
            pricing_plan_version_infos?: components["schemas"]["PricingPlanVersionInfo"][] | null;
            /** @description Which customers are offered the plan. */
            pricing_plan_selection_rules?: components["schemas"]["SelectionRule"][] | null;
            /** @description Currencies in which there are prices. */
            pricing_currencies?: components["schemas"]["CurrencyCode"][] | null;
            /**
             * @description DEFAULT, or RATE_CARD for a list of prices without subscriptions.
             * @enum {string|null}
             */
            variant?: "DEFAULT" | "RATE_CARD" | null;
            /** @description Values of custom fields. */
            custom_fields?: components["schemas"]["CustomFieldValue"][] | null;
        };
        /** @description What a request may set when it creates a pricing plan. */
        PricingPlanCreateRequest: {
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference: components["schemas"]["Reference"];
            /** @description Name for people. */
            name?: string | null;
            /** @description Text for people. */
            description?: string | null;
            /** @description Id of the only customer that may have it. */
            customer_id?: string | null;
            /**
             * @description STANDARD for everyone, CUSTOM for one customer.
             * @enum {string|null}
             */
            type?: "STANDARD" | "CUSTOM" | null;
            /**
             * @description Whether prices include tax. The default is EXCLUDING_TAX.
             * @enum {string}
             */
            amount_type?: "EXCLUDING_TAX" | "INCLUDING_TAX";
            /** @description Which customers are offered the plan. */
            pricing_plan_selection_rules?: components["schemas"]["SelectionRule"][] | null;
            /** @description Currencies in which there are prices. */
            pricing_currencies?: components["schemas"]["CurrencyCode"][] | null;
            /**
             * @description DEFAULT, or RATE_CARD for a list of prices without subscriptions.
             * @enum {string|null}
             */
            variant?: "DEFAULT" | "RATE_CARD" | null;
            /** @description Values of custom fields. */
            custom_fields?: components["schemas"]["CustomFieldValue"][] | null;
        };
        /** @description A page of pricing plans. */
        PricingPlanResponseWrapper: components["schemas"]["Paging"] & {
            data: components["schemas"]["PricingPlan"][];
        };
        /** @description Which plan version applies to a subscription, from when to when, and what differs from it. */
        PricingPlanSchedule: {
            /** @description Kind of the resource. */
            object_type?: string | null;
            /** @description Id, given by the server. */
            id?: string | null;
            /**
             * @description TRIAL for a trial, otherwise DEFAULT.
             * @enum {string|null}
             */
            type?: "TRIAL" | "DEFAULT" | null;
            /** @description Id of the subscription. */
            pricing_plan_subscription_id?: string;
            /** @description Id of the pricing plan. */
            pricing_plan_id?: string | null;
            /** @description Id of the plan version. */
            pricing_plan_version_id?: string | null;
            /** @description Chooses the version by plan. Instead of pricing_plan_version_id. */
            pricing_plan_version_selector?: components["schemas"]["PricingPlanVersionSelector"];
            /**
             * Format: date-time
             * @description First instant that counts.
             */
            start_at?: string;
            /**
             * Format: date-time
             * @description First instant that no longer counts. Absent or null means open-ended.
             */
            end_at?: string | null;
            /** @description Currency of the prices. */
            pricing_currency?: components["schemas"]["CurrencyCode"] | null;
            /** @description Length of one billing period. */
            billing_period?: components["schemas"]["Period"];
            /** @description What differs from the entitlements of the plan. */
            entitlements?: components["schemas"]["Entitlement"][] | null;
            /** @description Discounts. */
            discount?: components["schemas"]["Discount"];
            /** @description Markups. */
            markup?: components["schemas"]["Markup"];
            /** @description Commitments to a minimum. */
            commitment?: components["schemas"]["Commitment"];
            /** @description Promotion codes. */
            promotion_codes?: string[] | null;
            /** @description Ids of coupons. */
            coupon_ids?: string[] | null;
            /** @description The discount of the coupons. */
            coupon_discount?: components["schemas"]["Discount"] | null;
            /** @description The coupons as applied. */
            coupons?: components["schemas"]["AppliedCoupon"][] | null;
            /** @description Numbers of seats. */
            seats_values?: components["schemas"]["ConfiguredMeterValue"][] | null;
            /** @description Volumes that cost nothing. */
            included_volumes?: components["schemas"]["ConfiguredMeterValueIncludedVolume"][] | null;
            /** @description The optional pricings that are chosen. */
            enabled_pricings?: components["schemas"]["EnabledPricing"][] | null;
            /** @description Pricings that replace those of the plan. */
            override_pricings?: components["schemas"]["Pricing"][] | null;
            /** @description Prices of the schedule itself. */
            pricing_categories?: components["schemas"]["PricingCategory"][] | null;
            /** @description The plan version with the overrides applied, when asked for. */
            combined_pricing_plan_version?: components["schemas"]["PricingPlanVersion"] | null;
            /** @description Move the invoice date to the start of this schedule. */
            realign_invoice_date_to_pricing_plan_schedule_start_at?: boolean | null;
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at?: string | null;
        };
        /** @description What differs in the copy. The members are inferred. */
        PricingPlanScheduleCopyCreateRequest: {
            /** @description Id of the subscription. */
            pricing_plan_subscription_id?: string | null;
            /**
             * Format: date-time
             * @description First instant that counts.
             */
            start_at?: string | null;
            /**
             * Format: date-time
             * @description First instant that no longer counts. Absent or null means open-ended.
             */
            end_at?: string | null;
        };
        /** @description What a request may set when it creates a pricing plan schedule. */
        PricingPlanScheduleCreateRequest: {
            /**
             * @description TRIAL for a trial, otherwise DEFAULT.
             * @enum {string|null}
             */
            type?: "TRIAL" | "DEFAULT" | null;
            /** @description Id of the subscription. */
            pricing_plan_subscription_id?: string;
            /** @description Id of the pricing plan. */
            pricing_plan_id?: string | null;
            /** @description Id of the plan version. */
            pricing_plan_version_id?: string | null;
            /** @description Chooses the version by plan. Instead of pricing_plan_version_id. */
            pricing_plan_version_selector?: components["schemas"]["PricingPlanVersionSelector"];
            /**
             * Format: date-time
             * @description First instant that counts.
             */
            start_at?: string;
            /**
             * Format: date-time
             * @description First instant that no longer counts. Absent or null means open-ended.
             */
            end_at?: string | null;
            /** @description Currency of the prices. */
            pricing_currency?: components["schemas"]["CurrencyCode"] | null;
            /** @description Length of one billing period. */
            billing_period?: components["schemas"]["Period"];
            /** @description What differs from the entitlements of the plan. */
            entitlements?: components["schemas"]["EntitlementRequest"][] | null;
            /** @description Discounts. */
            discount?: components["schemas"]["Discount"];
            /** @description Markups. */
            markup?: components["schemas"]["Markup"];
            /** @description Commitments to a minimum. */
            commitment?: components["schemas"]["Commitment"];
            /** @description Promotion codes. */
            promotion_codes?: string[] | null;
            /** @description Ids of coupons. */
            coupon_ids?: string[] | null;
            /** @description Numbers of seats. */
            seats_values?: components["schemas"]["ConfiguredMeterValue"][] | null;
            /** @description Volumes that cost nothing. */
            included_volumes?: components["schemas"]["ConfiguredMeterValueIncludedVolume"][] | null;
            /** @description The optional pricings that are chosen. */
            enabled_pricings?: components["schemas"]["EnabledPricing"][] | null;
            /** @description Pricings that replace those of the plan. */
            override_pricings?: components["schemas"]["PricingRequest"][] | null;
            /** @description Prices of the schedule itself. */
            pricing_categories?: components["schemas"]["PricingCategoryRequest"][] | null;
            /** @description Move the invoice date to the start of this schedule. */
            realign_invoice_date_to_pricing_plan_schedule_start_at?: boolean | null;
        };
        /** @description What differs in a schedule. */
        PricingPlanScheduleCustomization: {
            /** @description Id of the schedule. */
            pricing_plan_schedule_id?: string | null;
            /** @description Numbers of seats. */
            seats_values?: components["schemas"]["ConfiguredMeterValue"][] | null;
            /** @description The optional pricings that are chosen. */
            enabled_pricings?: components["schemas"]["EnabledPricing"][] | null;
            /** @description Promotion codes. */
            promotion_codes?: string[] | null;
            /** @description Currency of the prices. */
            pricing_currency?: components["schemas"]["CurrencyCode"] | null;
            /** @description Length of one billing period. */
            billing_period?: components["schemas"]["Period"];
        };
        /** @description A schedule, in short. */
        PricingPlanScheduleInfo: {
            /** @description Id of the schedule. */
            id?: string | null;
            /** @description The schedule, when expanded. */
            pricing_plan_schedule?: components["schemas"]["PricingPlanSchedule"] | null;
            /** @description Id of the pricing plan. */
            pricing_plan_id?: string | null;
            /** @description The pricing plan, when expanded. */
            pricing_plan?: components["schemas"]["PricingPlan"] | null;
            /** @description Id of the plan version. */
            pricing_plan_version_id?: string | null;
            /** @description The plan version, when expanded. */
            pricing_plan_version?: components["schemas"]["PricingPlanVersion"] | null;
            /**
             * Format: date-time
             * @description First instant that counts.
             */
            start_at?: string | null;
            /**
             * Format: date-time
             * @description First instant that no longer counts. Absent or null means open-ended.
             */
            end_at?: string | null;
            /** @description Move the invoice date to the start of this schedule. */
            realign_invoice_date_to_pricing_plan_schedule_start_at?: boolean | null;
        };
        /** @description Where the schedule moves to. The members are inferred. */
        PricingPlanScheduleMigrateCreateRequest: {
            /** @description Id of the plan version. */
            pricing_plan_version_id?: string | null;
            /** @description Chooses the version by plan. Instead of pricing_plan_version_id. */
            pricing_plan_version_selector?: components["schemas"]["PricingPlanVersionSelector"];
            /**
             * Format: date-time
             * @description First instant that counts.
             */
            start_at?: string | null;
        };
        /** @description Pricing plan schedule, as a request sends it. */
        PricingPlanScheduleRequest: {
            /** @description Id, given by the server. */
            id?: string | null;
            /**
             * @description TRIAL for a trial, otherwise DEFAULT.
             * @enum {string|null}
             */
            type?: "TRIAL" | "DEFAULT" | null;
            /** @description Id of the subscription. */
            pricing_plan_subscription_id?: string;
            /** @description Id of the pricing plan. */
            pricing_plan_id?: string | null;
            /** @description Id of the plan version. */
            pricing_plan_version_id?: string | null;
            /** @description Chooses the version by plan. Instead of pricing_plan_version_id. */
            pricing_plan_version_selector?: components["schemas"]["PricingPlanVersionSelector"];
            /**
             * Format: date-time
             * @description First instant that counts.
             */
            start_at?: string;
            /**
             * Format: date-time
             * @description First instant that no longer counts. Absent or null means open-ended.
             */
            end_at?: string | null;
            /** @description Currency of the prices. */
            pricing_currency?: components["schemas"]["CurrencyCode"] | null;
            /** @description Length of one billing period. */
            billing_period?: components["schemas"]["Period"];
            /** @description What differs from the entitlements of the plan. */
            entitlements?: components["schemas"]["EntitlementRequest"][] | null;
            /** @description Discounts. */
            discount?: components["schemas"]["Discount"];
            /** @description Markups. */
            markup?: components["schemas"]["Markup"];
            /** @description Commitments to a minimum. */
            commitment?: components["schemas"]["Commitment"];
            /** @description Promotion codes. */
            promotion_codes?: string[] | null;
            /** @description Ids of coupons. */
            coupon_ids?: string[] | null;
            /** @description Numbers of seats. */
            seats_values?: components["schemas"]["ConfiguredMeterValue"][] | null;
            /** @description Volumes that cost nothing. */
            included_volumes?: components["schemas"]["ConfiguredMeterValueIncludedVolume"][] | null;
            /** @description The optional pricings that are chosen. */
            enabled_pricings?: components["schemas"]["EnabledPricing"][] | null;
            /** @description Pricings that replace those of the plan. */
            override_pricings?: components["schemas"]["PricingRequest"][] | null;
            /** @description Prices of the schedule itself. */
            pricing_categories?: components["schemas"]["PricingCategoryRequest"][] | null;
            /** @description Move the invoice date to the start of this schedule. */
            realign_invoice_date_to_pricing_plan_schedule_start_at?: boolean | null;
        };
        /** @description A list of schedules. */
        PricingPlanScheduleResponseWrapper: {
            data: components["schemas"]["PricingPlanSchedule"][];
        };
        /** @description What a request may change on a pricing plan schedule. Members left out stay as they are. */
        PricingPlanScheduleUpdateRequest: {
            /**
             * @description TRIAL for a trial, otherwise DEFAULT.
             * @enum {string|null}
             */
            type?: "TRIAL" | "DEFAULT" | null;
            /** @description Id of the subscription. */
            pricing_plan_subscription_id?: string;
            /** @description Id of the pricing plan. */
            pricing_plan_id?: string | null;
            /** @description Id of the plan version. */
            pricing_plan_version_id?: string | null;
            /** @description Chooses the version by plan. Instead of pricing_plan_version_id. */
            pricing_plan_version_selector?: components["schemas"]["PricingPlanVersionSelector"];
            /**
             * Format: date-time
             * @description First instant that counts.
             */
            start_at?: string;
            /**
             * Format: date-time
             * @description First instant that no longer counts. Absent or null means open-ended.
             */
            end_at?: string | null;
            /** @description Currency of the prices. */
            pricing_currency?: components["schemas"]["CurrencyCode"] | null;
            /** @description Length of one billing period. */
            billing_period?: components["schemas"]["Period"];
            /** @description What differs from the entitlements of the plan. */
            entitlements?: components["schemas"]["EntitlementRequest"][] | null;
            /** @description Discounts. */
            discount?: components["schemas"]["Discount"];
            /** @description Markups. */
            markup?: components["schemas"]["Markup"];
            /** @description Commitments to a minimum. */
            commitment?: components["schemas"]["Commitment"];
            /** @description Promotion codes. */
            promotion_codes?: string[] | null;
            /** @description Ids of coupons. */
            coupon_ids?: string[] | null;
            /** @description Numbers of seats. */
            seats_values?: components["schemas"]["ConfiguredMeterValue"][] | null;
            /** @description Volumes that cost nothing. */
            included_volumes?: components["schemas"]["ConfiguredMeterValueIncludedVolume"][] | null;
            /** @description The optional pricings that are chosen. */
            enabled_pricings?: components["schemas"]["EnabledPricing"][] | null;
            /** @description Pricings that replace those of the plan. */
            override_pricings?: components["schemas"]["PricingRequest"][] | null;
            /** @description Prices of the schedule itself. */
            pricing_categories?: components["schemas"]["PricingCategoryRequest"][] | null;
            /** @description Move the invoice date to the start of this schedule. */
            realign_invoice_date_to_pricing_plan_schedule_start_at?: boolean | null;
        };
        /** @description A customer's agreement: who pays, when, in which currency. Its schedules say for what. */
        PricingPlanSubscription: {
            /** @description Kind of the resource. */
            object_type?: string | null;
            /** @description Id, given by the server. */
            id?: string | null;
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at?: string | null;
            /**
             * Format: date-time
             * @description When it was last changed.
             */
            updated_at?: string | null;
            /**
             * Format: date-time
             * @description When it was activated.
             */
            activated_at?: string | null;
            /**
             * @description State. It starts as a DRAFT and is activated with an update to ACTIVE.
             * @enum {string|null}
             */
            status?: "DRAFT" | "ACTIVE" | "VOID" | "ARCHIVED" | "CANCELLED" | null;
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference?: components["schemas"]["Reference"];
            /** @description Name for people. */
            name?: string | null;
            /** @description Purchase order number of the customer. */
            purchase_order_number?: string | null;
            /** @description Id of the customer. */
            customer_id?: string;
            /** @description Reference of the customer. */
            customer_reference?: components["schemas"]["Reference"];
            /** @description The customer, when expanded. */
            customer?: components["schemas"]["Customer"] | null;
            /** @description Id of the billing entity that issues the invoices. */
            billing_entity_id?: string | null;
            /** @description Reference of the billing entity. */
            billing_entity_reference?: string | null;
            /** @description The billing entity, when expanded. */
            billing_entity?: components["schemas"]["BillingEntity"] | null;
            /** @description Length of one billing period. */
            billing_period?: components["schemas"]["Period"];
            /** @description Currency of the invoices. */
            billing_currency?: components["schemas"]["CurrencyCode"];
            /** @description When invoices are due. */
            due_date_configuration?: components["schemas"]["DueDate"];
            /** @description Length of the first term. */
            initial_term?: components["schemas"]["Period"];
            /** @description Length of each further term. */
            renewal_term?: components["schemas"]["Period"];
            /** @description Whether a term is followed by another. */
            auto_renewal?: boolean | null;
            /**
             * @description BILLING for a real one, QUOTE for an offer, TEMPLATE for a pattern.
             * @enum {string|null}
             */
            type?: "QUOTE" | "BILLING" | "TEMPLATE" | null;
            /**
             * @description Who issues the invoice to whom.
             * @enum {string}
             */
            variant?: "DEFAULT" | "FORWARD_BILLING" | "SELF_BILLING" | "SELLER";
            /**
             * @description EXACT: periods start on the anniversary of the schedule. CALENDAR: on the first day of the week, month or year, so that the first period can be partial.
             * @enum {string|null}
             */
            billing_time?: "EXACT" | "CALENDAR" | null;
            /** @description Put subscriptions of the customer on one invoice. */
            combine?: boolean | null;
            /** @description Id of the quote version that it came from. */
            quote_version_id?: string | null;
            /** @description Id of the subscription that this one replaces. */
            upgraded_from_pricing_plan_subscription_id?: string | null;
            /** @description Id of the subscription that replaces this one. */
            upgraded_to_pricing_plan_subscription_id?: string | null;
            /** @description Ids of the ways to pay that are offered. */
            payment_acceptor_ids?: string[] | null;
            /** @description The ways to pay, when expanded. */
            payment_acceptors?: components["schemas"]["OpenObject"][] | null;
            /** @description The schedules, in short. */
            pricing_plan_schedule_infos?: components["schemas"]["PricingPlanScheduleInfo"][] | null;
            /** @description Text for people. */
            description?: string | null;
            /** @description Values of custom fields. */
            custom_fields?: components["schemas"]["CustomFieldValue"][] | null;
            /** @description Start every invoice on hold. */
            init_invoice_on_hold?: boolean;
            /** @description Id of the payment method. */
            payment_method_id?: string;
            /** @description Id of the group. */
            pricing_plan_subscription_group_id?: string | null;
            /** @description The group, when expanded. */
            pricing_plan_subscription_group?: components["schemas"]["PricingPlanSubscriptionGroup"] | null;
            /** @description Id of the customer that the invoice is forwarded to. */
            forward_customer_id?: string | null;
            /** @description The customer that the invoice is forwarded to, when expanded. */
            forward_customer?: components["schemas"]["Customer"] | null;
            /** @description When it is not active: after a cancellation or an upgrade. */
            inactive_periods?: components["schemas"]["InactivePeriod"][] | null;
            /** @description Show a sub-line for each processing-only customer. */
            display_invoice_sub_lines_per_processing_only_customer?: boolean | null;
            /** @description Count events for the parent customer too. */
            replicate_meter_data_ingest_to_parent?: boolean | null;
            /** @description Sales tax of the United States, as a decimal string. */
            sales_tax_percentage?: components["schemas"]["NullableDecimal"];
            /** @description The next invoice. */
            next_invoice?: components["schemas"]["NextInvoice"] | null;
            /** @description Settings of a TEMPLATE subscription. */
            template?: components["schemas"]["TemplatePricingPlanSubscription"];
            /** @description Links to other systems. */
            linked_integrations?: components["schemas"]["OpenObject"][] | null;
            /** @description The seller, in the SELLER variant. */
            seller_details?: components["schemas"]["SellerDetails"];
        };
        /** @description When to cancel. UNDO takes a cancellation back. */
        PricingPlanSubscriptionCancelCreateRequest: {
            /**
             * @description NOW, at the end of the billing period, after the initial term, at a date, or UNDO.
             * @enum {string}
             */
            type: "NOW" | "NEXT_BILLING_PERIOD" | "AFTER_INITIAL_TERM" | "DATE" | "UNDO";
            /**
             * Format: date-time
             * @description The date, for DATE.
             */
            cancel_at?: string;
            /** @description Also stop reminders. Only with NOW. */
            cancel_dunning_actions?: boolean | null;
        };
        /** @description What differs in the copy. */
        PricingPlanSubscriptionCopyCreateRequest: {
            /** @description Reference of the copy. */
            reference?: string | null;
        };
        /** @description What a request may set when it creates a pricing plan subscription. */
        PricingPlanSubscriptionCreateRequest: {
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference?: components["schemas"]["Reference"];
            /** @description Name for people. */
            name?: string | null;
            /** @description Purchase order number of the customer. */
            purchase_order_number?: string | null;
            /** @description Id of the customer. */
            customer_id?: string;
            /** @description Reference of the customer. */
            customer_reference?: components["schemas"]["Reference"];
            /** @description Id of the billing entity that issues the invoices. */
            billing_entity_id?: string | null;
            /** @description Reference of the billing entity. */
            billing_entity_reference?: string | null;
            /** @description Length of one billing period. */
            billing_period?: components["schemas"]["Period"];
            /** @description Currency of the invoices. */
            billing_currency?: components["schemas"]["CurrencyCode"];
            /** @description When invoices are due. */
            due_date_configuration?: components["schemas"]["DueDate"];
            /** @description Length of the first term. */
            initial_term?: components["schemas"]["Period"];
            /** @description Length of each further term. */
            renewal_term?: components["schemas"]["Period"];
            /** @description Whether a term is followed by another. */
            auto_renewal?: boolean | null;
            /**
             * @description BILLING for a real one, QUOTE for an offer, TEMPLATE for a pattern.
             * @enum {string|null}
             */
            type?: "QUOTE" | "BILLING" | "TEMPLATE" | null;
            /**
             * @description Who issues the invoice to whom.
             * @enum {string}
             */
            variant?: "DEFAULT" | "FORWARD_BILLING" | "SELF_BILLING" | "SELLER";
            /**
             * @description EXACT: periods start on the anniversary of the schedule. CALENDAR: on the first day of the week, month or year, so that the first period can be partial.
             * @enum {string|null}
             */
            billing_time?: "EXACT" | "CALENDAR" | null;
            /** @description Put subscriptions of the customer on one invoice. */
            combine?: boolean | null;
            /** @description Id of the quote version that it came from. */
            quote_version_id?: string | null;
            /** @description Ids of the ways to pay that are offered. */
            payment_acceptor_ids?: string[] | null;
            /** @description Text for people. */
            description?: string | null;
            /** @description Values of custom fields. */
            custom_fields?: components["schemas"]["CustomFieldValue"][] | null;
            /** @description Start every invoice on hold. */
            init_invoice_on_hold?: boolean;
            /** @description Id of the payment method. */
            payment_method_id?: string;
            /** @description Id of the group. */
            pricing_plan_subscription_group_id?: string | null;
            /** @description Id of the customer that the invoice is forwarded to. */
            forward_customer_id?: string | null;
            /** @description Show a sub-line for each processing-only customer. */
            display_invoice_sub_lines_per_processing_only_customer?: boolean | null;
            /** @description Count events for the parent customer too. */
            replicate_meter_data_ingest_to_parent?: boolean | null;
            /** @description Sales tax of the United States, as a decimal string. */
            sales_tax_percentage?: components["schemas"]["NullableDecimal"];
            /** @description Settings of a TEMPLATE subscription. */
            template?: components["schemas"]["TemplatePricingPlanSubscription"];
            /** @description Links to other systems. */
            linked_integrations?: components["schemas"]["OpenObject"][] | null;
            /** @description The seller, in the SELLER variant. */
            seller_details?: components["schemas"]["SellerDetails"];
        };
        /** @description Subscriptions that belong together. */
        PricingPlanSubscriptionGroup: {
            /** @description Kind of the resource. */
            object_type?: string | null;
            /** @description Id, given by the server. */
            id?: string | null;
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference?: components["schemas"]["Reference"];
            /** @description Name for people. */
            name?: string | null;
            /** @description Text for people. */
            description?: string | null;
            /** @description Id of the customer that owns the group. */
            owner_customer_id?: string | null;
            /** @description The customer that owns the group, when expanded. */
            owner_customer?: components["schemas"]["Customer"] | null;
            /** @description Ids of the subscriptions. */
            pricing_plan_subscription_ids?: string[] | null;
        };
        /** @description What was created: customer, subscription, schedules, and what follows from them. */
        PricingPlanSubscriptionInit: {
            /** @description The customer. */
            customer?: components["schemas"]["Customer"];
            /** @description The subscription. */
            pricing_plan_subscription?: components["schemas"]["PricingPlanSubscription"];
            /** @description The schedules. */
            pricing_plan_schedules?: components["schemas"]["PricingPlanSchedule"][];
            /**
             * Format: date-time
             * @description When the subscription starts.
             */
            pricing_plan_subscription_start_at?: string | null;
            /** @description The optional pricings that are chosen. */
            enabled_pricings?: components["schemas"]["EnabledPricing"][] | null;
            /** @description What the customer may do from now on. */
            entitlements_summary?: components["schemas"]["Entitlements"] | null;
            /** @description The first invoice. */
            invoice?: components["schemas"]["Invoice"] | null;
        };
        /** @description Customer, subscription and schedules in one request. All of it is created, or nothing. */
        PricingPlanSubscriptionInitCreateRequest: {
            /** @description The customer; an existing one by its id or reference. */
            customer?: components["schemas"]["CustomerRequest"];
            /** @description The subscription. */
            pricing_plan_subscription?: components["schemas"]["PricingPlanSubscriptionRequest"];
            /** @description The schedules. Each starts at pricing_plan_subscription_start_at unless it has a start_at of its own. */
            pricing_plan_schedules: components["schemas"]["PricingPlanScheduleRequest"][];
            /**
             * Format: date-time
             * @description When the subscription starts. Without it: now.
             */
            pricing_plan_subscription_start_at?: string | null;
            /** @description The optional pricings that are chosen. */
            enabled_pricings?: components["schemas"]["EnabledPricing"][] | null;
        };
        /** @description Pricing plan subscription, as a request sends it. */
        PricingPlanSubscriptionRequest: {
            /** @description Id, given by the server. */
            id?: string | null;
            /**
             * @description State. It starts as a DRAFT and is activated with an update to ACTIVE.
             * @enum {string|null}
             */
            status?: "DRAFT" | "ACTIVE" | "VOID" | "ARCHIVED" | "CANCELLED" | null;
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference?: components["schemas"]["Reference"];
            /** @description Name for people. */
            name?: string | null;
            /** @description Purchase order number of the customer. */
            purchase_order_number?: string | null;
            /** @description Id of the customer. */
            customer_id?: string;
            /** @description Reference of the customer. */
            customer_reference?: components["schemas"]["Reference"];
            /** @description Id of the billing entity that issues the invoices. */
            billing_entity_id?: string | null;
            /** @description Reference of the billing entity. */
            billing_entity_reference?: string | null;
            /** @description Length of one billing period. */
            billing_period?: components["schemas"]["Period"];
            /** @description Currency of the invoices. */
            billing_currency?: components["schemas"]["CurrencyCode"];
            /** @description When invoices are due. */
            due_date_configuration?: components["schemas"]["DueDate"];
            /** @description Length of the first term. */
            initial_term?: components["schemas"]["Period"];
            /** @description Length of each further term. */
            renewal_term?: components["schemas"]["Period"];
            /** @description Whether a term is followed by another. */
            auto_renewal?: boolean | null;
            /**
             * @description BILLING for a real one, QUOTE for an offer, TEMPLATE for a pattern.
             * @enum {string|null}
             */
            type?: "QUOTE" | "BILLING" | "TEMPLATE" | null;
            /**
             * @description Who issues the invoice to whom.
             * @enum {string}
             */
            variant?: "DEFAULT" | "FORWARD_BILLING" | "SELF_BILLING" | "SELLER";
            /**
             * @description EXACT: periods start on the anniversary of the schedule. CALENDAR: on the first day of the week, month or year, so that the first period can be partial.
             * @enum {string|null}
             */
            billing_time?: "EXACT" | "CALENDAR" | null;
            /** @description Put subscriptions of the customer on one invoice. */
            combine?: boolean | null;
            /** @description Id of the quote version that it came from. */
            quote_version_id?: string | null;
            /** @description Ids of the ways to pay that are offered. */
            payment_acceptor_ids?: string[] | null;
            /** @description Text for people. */
            description?: string | null;
            /** @description Values of custom fields. */
            custom_fields?: components["schemas"]["CustomFieldValue"][] | null;
            /** @description Start every invoice on hold. */
            init_invoice_on_hold?: boolean;
            /** @description Id of the payment method. */
            payment_method_id?: string;
            /** @description Id of the group. */
            pricing_plan_subscription_group_id?: string | null;
            /** @description Id of the customer that the invoice is forwarded to. */
            forward_customer_id?: string | null;
            /** @description Show a sub-line for each processing-only customer. */
            display_invoice_sub_lines_per_processing_only_customer?: boolean | null;
            /** @description Count events for the parent customer too. */
            replicate_meter_data_ingest_to_parent?: boolean | null;
            /** @description Sales tax of the United States, as a decimal string. */
            sales_tax_percentage?: components["schemas"]["NullableDecimal"];
            /** @description Settings of a TEMPLATE subscription. */
            template?: components["schemas"]["TemplatePricingPlanSubscription"];
            /** @description Links to other systems. */
            linked_integrations?: components["schemas"]["OpenObject"][] | null;
            /** @description The seller, in the SELLER variant. */
            seller_details?: components["schemas"]["SellerDetails"];
        };
        /** @description A page of subscriptions. */
        PricingPlanSubscriptionResponseWrapper: components["schemas"]["Paging"] & {
            data: components["schemas"]["PricingPlanSubscription"][];
        };
        /** @description Chooses among the subscriptions of a customer. */
        PricingPlanSubscriptionSelector: {
            /** @description What is known about the event. */
            data?: components["schemas"]["PricingPlanSubscriptionSelectorData"][] | null;
            /** @description Rules. */
            rules?: components["schemas"]["PricingPlanSubscriptionSelectorRule"][] | null;
            /** @description Filters. */
            filters?: components["schemas"]["PricingPlanSubscriptionSelectorFilter"][] | null;
            /**
             * @description What happens when nothing is chosen. The default is LATEST.
             * @enum {string|null}
             */
            fallback?: "LATEST" | "NONE" | null;
        };
        /** @description A fact about an event. */
        PricingPlanSubscriptionSelectorData: {
            /**
             * @description Name of the field.
             * @enum {string}
             */
            field?: "BILLING_ENTITY_REGISTERED_ADDRESS_COUNTRY" | "PRICING_PLAN_REFERENCE";
            /** @description The value. */
            value?: string;
        };
        /** @description Keeps subscriptions with a value. */
        PricingPlanSubscriptionSelectorFilter: {
            /**
             * @description Name of the field.
             * @enum {string}
             */
            field?: "BILLING_ENTITY_REGISTERED_ADDRESS_COUNTRY" | "PRICING_PLAN_REFERENCE";
            /** @description How they are compared. */
            type?: components["schemas"]["Comparator"];
            /** @description The value. */
            value?: string;
        };
        /** @description Compares a fact with a subscription. */
        PricingPlanSubscriptionSelectorRule: {
            /**
             * @description Name of the field.
             * @enum {string}
             */
            field?: "BILLING_ENTITY_REGISTERED_ADDRESS_COUNTRY" | "PRICING_PLAN_REFERENCE";
            /** @description How they are compared. */
            type?: components["schemas"]["Comparator"];
        };
        /** @description What a request may change on a pricing plan subscription. Members left out stay as they are. */
        PricingPlanSubscriptionUpdateRequest: {
            /**
             * @description State. It starts as a DRAFT and is activated with an update to ACTIVE.
             * @enum {string|null}
             */
            status?: "DRAFT" | "ACTIVE" | "VOID" | "ARCHIVED" | "CANCELLED" | null;
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference?: components["schemas"]["Reference"];
            /** @description Name for people. */
            name?: string | null;
            /** @description Purchase order number of the customer. */
            purchase_order_number?: string | null;
            /** @description Id of the customer. */
            customer_id?: string;
            /** @description Reference of the customer. */
            customer_reference?: components["schemas"]["Reference"];
            /** @description Id of the billing entity that issues the invoices. */
            billing_entity_id?: string | null;
            /** @description Reference of the billing entity. */
            billing_entity_reference?: string | null;
            /** @description Length of one billing period. */
            billing_period?: components["schemas"]["Period"];
            /** @description Currency of the invoices. */
            billing_currency?: components["schemas"]["CurrencyCode"];
            /** @description When invoices are due. */
            due_date_configuration?: components["schemas"]["DueDate"];
            /** @description Length of the first term. */
            initial_term?: components["schemas"]["Period"];
            /** @description Length of each further term. */
            renewal_term?: components["schemas"]["Period"];
            /** @description Whether a term is followed by another. */
            auto_renewal?: boolean | null;
            /**
             * @description BILLING for a real one, QUOTE for an offer, TEMPLATE for a pattern.
             * @enum {string|null}
             */
            type?: "QUOTE" | "BILLING" | "TEMPLATE" | null;
            /**
             * @description Who issues the invoice to whom.
             * @enum {string}
             */
            variant?: "DEFAULT" | "FORWARD_BILLING" | "SELF_BILLING" | "SELLER";
            /**
             * @description EXACT: periods start on the anniversary of the schedule. CALENDAR: on the first day of the week, month or year, so that the first period can be partial.
             * @enum {string|null}
             */
            billing_time?: "EXACT" | "CALENDAR" | null;
            /** @description Put subscriptions of the customer on one invoice. */
            combine?: boolean | null;
            /** @description Id of the quote version that it came from. */
            quote_version_id?: string | null;
            /** @description Ids of the ways to pay that are offered. */
            payment_acceptor_ids?: string[] | null;
            /** @description Text for people. */
            description?: string | null;
            /** @description Values of custom fields. */
            custom_fields?: components["schemas"]["CustomFieldValue"][] | null;
            /** @description Start every invoice on hold. */
            init_invoice_on_hold?: boolean;
            /** @description Id of the payment method. */
            payment_method_id?: string;
            /** @description Id of the group. */
            pricing_plan_subscription_group_id?: string | null;
            /** @description Id of the customer that the invoice is forwarded to. */
            forward_customer_id?: string | null;
            /** @description Show a sub-line for each processing-only customer. */
            display_invoice_sub_lines_per_processing_only_customer?: boolean | null;
            /** @description Count events for the parent customer too. */
            replicate_meter_data_ingest_to_parent?: boolean | null;
            /** @description Sales tax of the United States, as a decimal string. */
            sales_tax_percentage?: components["schemas"]["NullableDecimal"];
            /** @description Settings of a TEMPLATE subscription. */
            template?: components["schemas"]["TemplatePricingPlanSubscription"];
            /** @description Links to other systems. */
            linked_integrations?: components["schemas"]["OpenObject"][] | null;
            /** @description The seller, in the SELLER variant. */
            seller_details?: components["schemas"]["SellerDetails"];
        };
        /** @description What a request may change on a pricing plan. Members left out stay as they are. */
        PricingPlanUpdateRequest: {
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference?: components["schemas"]["Reference"];
            /** @description Name for people. */
            name?: string | null;
            /** @description Text for people. */
            description?: string | null;
            /** @description Id of the only customer that may have it. */
            customer_id?: string | null;
            /**
             * @description STANDARD for everyone, CUSTOM for one customer.
             * @enum {string|null}
             */
            type?: "STANDARD" | "CUSTOM" | null;
            /**
             * @description Whether prices include tax. The default is EXCLUDING_TAX.
             * @enum {string}
             */
            amount_type?: "EXCLUDING_TAX" | "INCLUDING_TAX";
            /** @description Which customers are offered the plan. */
            pricing_plan_selection_rules?: components["schemas"]["SelectionRule"][] | null;
            /** @description Currencies in which there are prices. */
            pricing_currencies?: components["schemas"]["CurrencyCode"][] | null;
            /**
             * @description DEFAULT, or RATE_CARD for a list of prices without subscriptions.
             * @enum {string|null}
             */
            variant?: "DEFAULT" | "RATE_CARD" | null;
            /** @description Values of custom fields. */
            custom_fields?: components["schemas"]["CustomFieldValue"][] | null;
        };
        /** @description The prices of a plan. An ACTIVE version never changes; a change is a new version. */
        PricingPlanVersion: {
            /** @description Kind of the resource. */
            object_type?: string | null;
            /** @description Id, given by the server. */
            id?: string | null;
            /** @description Id of the pricing plan. */
            pricing_plan_id?: string | null;
            /** @description The pricing plan, when expanded. */
            pricing_plan?: components["schemas"]["PricingPlan"] | null;
            /** @description Number of the version, from 1. */
            version?: number | null;
            /**
             * @description DRAFT can be changed, ACTIVE can be subscribed to.
             * @enum {string|null}
             */
            status?: "DRAFT" | "ACTIVE" | "ARCHIVED" | "DEPRECATED" | null;
            /** @description The currencies of the prices. */
            pricing_currency_settings?: components["schemas"]["PricingCurrencySettings"];
            /** @description The billing periods that can be chosen. */
            billing_period_settings?: components["schemas"]["BillingPeriodSettings"];
            /** @description Id of the version that this one was copied from. */
            copied_from_pricing_plan_version_id?: string | null;
            /** @description The prices, by product category. */
            pricing_categories?: components["schemas"]["PricingCategory"][] | null;
            /** @description The credit types that are used. */
            credit_types?: components["schemas"]["CreditType"][] | null;
            /** @description Dates of a rate card. */
            rate_card?: components["schemas"]["RateCard"];
        };
        /** @description What a request may set when it creates a pricing plan version. */
        PricingPlanVersionCreateRequest: {
            /** @description Id of the pricing plan. */
            pricing_plan_id: string;
            /** @description Number of the version, from 1. */
            version?: number | null;
            /**
             * @description DRAFT can be changed, ACTIVE can be subscribed to.
             * @enum {string|null}
             */
            status?: "DRAFT" | "ACTIVE" | "ARCHIVED" | "DEPRECATED" | null;
            /** @description The currencies of the prices. */
            pricing_currency_settings?: components["schemas"]["PricingCurrencySettings"];
            /** @description The billing periods that can be chosen. */
            billing_period_settings?: components["schemas"]["BillingPeriodSettings"];
            /** @description Id of the version that this one was copied from. */
            copied_from_pricing_plan_version_id?: string | null;
            /** @description The prices, by product category. */
            pricing_categories?: components["schemas"]["PricingCategoryRequest"][] | null;
            /** @description Dates of a rate card. */
            rate_card?: components["schemas"]["RateCard"];
        };
        /** @description A version of a plan, in short. */
        PricingPlanVersionInfo: {
            /** @description Number of the version, from 1. */
            version?: number;
            /** @description Id of the version. */
            id?: string;
            /** @description State of the version. */
            status?: string;
            /** @description Dates of a rate card. */
            rate_card?: components["schemas"]["RateCard"];
        };
        /** @description Chooses a version of a plan. */
        PricingPlanVersionSelector: {
            /** @description Id of the pricing plan. */
            pricing_plan_id?: string | null;
            /** @description Reference of the pricing plan. */
            pricing_plan_reference?: string | null;
            /**
             * @description LATEST: the newest ACTIVE version (the default). VERSION: the one with this number.
             * @enum {string|null}
             */
            type?: "LATEST" | "VERSION" | null;
            /** @description Number of the version, from 1. */
            version?: number | null;
        };
        /** @description What a request may change on a pricing plan version. Members left out stay as they are. */
        PricingPlanVersionUpdateRequest: {
            /** @description Id of the pricing plan. */
            pricing_plan_id?: string | null;
            /** @description Number of the version, from 1. */
            version?: number | null;
            /**
             * @description DRAFT can be changed, ACTIVE can be subscribed to.
             * @enum {string|null}
             */
            status?: "DRAFT" | "ACTIVE" | "ARCHIVED" | "DEPRECATED" | null;
            /** @description The currencies of the prices. */
            pricing_currency_settings?: components["schemas"]["PricingCurrencySettings"];
            /** @description The billing periods that can be chosen. */
            billing_period_settings?: components["schemas"]["BillingPeriodSettings"];
            /** @description Id of the version that this one was copied from. */
            copied_from_pricing_plan_version_id?: string | null;
            /** @description The prices, by product category. */
            pricing_categories?: components["schemas"]["PricingCategoryRequest"][] | null;
            /** @description Dates of a rate card. */
            rate_card?: components["schemas"]["RateCard"];
        };
        /** @description Pricing, as a request sends it. */
        PricingRequest: {
            /** @description Id, given by the server. */
            id?: string | null;
            /** @description Id of the plan version. */
            pricing_plan_version_id?: string | null;
            /** @description Id of the schedule. */
            pricing_plan_schedule_id?: string | null;
            /** @description Id of the pricing group. */
            pricing_group_id?: string | null;
            /** @description Id of the pricing that this one was copied from. */
            original_pricing_id?: string | null;
            /**
             * @description Whether the pricing replaces all of the original, or what it names.
             * @enum {string|null}
             */
            override?: "ALL" | "SPECIFIC" | null;
            /** @description Name for people. */
            name?: string | null;
            /**
             * @description Part of the plan, or an add-on.
             * @enum {string|null}
             */
            product_type?: "DEFAULT" | "ADDON" | null;
            /** @description Ids of the products. */
            product_ids?: string[];
            /** @description Position among its siblings, from 0. */
            display_order?: number | null;
            /** @description What a subscriber may do. */
            entitlements?: components["schemas"]["EntitlementRequest"][] | null;
            /** @description What is charged for. */
            items?: components["schemas"]["PricingItemRequest"][] | null;
        };
        /**
         * @description The price model. FLAT: a price a unit. TIERED: each tier its own price. TOP_TIERED: the price of the reached tier for all units. STAIR_STEP: one fee for the reached tier. FIXED: one fee a period. PASS_THROUGH: the used amount itself. FLEXIBLE: an amount of the customer's choice, on demand. NONE: not billed. The TOP_UP models sell a volume in advance.
         * @enum {string}
         */
        PricingType: "FLAT" | "FLAT_TOP_UP" | "TIERED" | "TIERED_TOP_UP" | "TOP_TIERED" | "STAIR_STEP" | "STAIR_STEP_TOP_UP" | "FIXED" | "PASS_THROUGH" | "FLEXIBLE" | "NONE";
        /** @description What a request may change on a pricing. Members left out stay as they are. */
        PricingUpdateRequest: {
            /** @description Id of the plan version. */
            pricing_plan_version_id?: string | null;
            /** @description Id of the schedule. */
            pricing_plan_schedule_id?: string | null;
            /** @description Id of the pricing group. */
            pricing_group_id?: string | null;
            /** @description Id of the pricing that this one was copied from. */
            original_pricing_id?: string | null;
            /**
             * @description Whether the pricing replaces all of the original, or what it names.
             * @enum {string|null}
             */
            override?: "ALL" | "SPECIFIC" | null;
            /** @description Name for people. */
            name?: string | null;
            /**
             * @description Part of the plan, or an add-on.
             * @enum {string|null}
             */
            product_type?: "DEFAULT" | "ADDON" | null;
            /** @description Ids of the products. */
            product_ids?: string[];
            /** @description Position among its siblings, from 0. */
            display_order?: number | null;
            /** @description What a subscriber may do. */
            entitlements?: components["schemas"]["EntitlementRequest"][] | null;
            /** @description What is charged for. */
            items?: components["schemas"]["PricingItemRequest"][] | null;
        };
        /** @description Something that is sold. */
        Product: {
            /** @description Kind of the resource. */
            object_type?: string | null;
            /** @description Id, given by the server. */
            id?: string | null;
            /** @description Id of the product category. */
            category_id?: string;
            /** @description The product category, when expanded. */
            category?: components["schemas"]["ProductCategory"] | null;
            /** @description Id of the product that this one belongs to. */
            parent_product_id?: string | null;
            /** @description Name for people. */
            name?: string;
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference?: components["schemas"]["Reference"];
            /** @description Text for people. */
            description?: string | null;
            /**
             * @description State. It is changed with the actions activate, deprecate and archive.
             * @enum {string|null}
             */
            status?: "DRAFT" | "ACTIVE" | "ARCHIVED" | "DEPRECATED" | null;
            /**
             * @description Part of the plan, or an add-on.
             * @enum {string}
             */
            product_type?: "DEFAULT" | "ADDON";
            /**
             * @description How it is taxed.
             * @enum {string|null}
             */
            tax_category?: "STANDARD" | "NO_TAX" | "EXEMPT" | null;
            /** @description The features that the product can grant. */
            features?: components["schemas"]["FeatureResourceReference"][] | null;
            /** @description Values of custom fields. */
            custom_fields?: components["schemas"]["CustomFieldValue"][] | null;
            /** @description Position among its siblings, from 0. */
            display_order?: number | null;
            /** @description Links to other systems. */
            linked_integrations?: components["schemas"]["OpenObject"][] | null;
            /** @description Id of the billing entity that issues the invoices. */
            billing_entity_id?: string | null;
            /** @description Id of the only customer that may have it. */
            customer_id?: string | null;
        };
        /** @description The heading under which products appear on an invoice. */
        ProductCategory: {
            /** @description Kind of the resource. */
            object_type?: string | null;
            /** @description Id, given by the server. */
            id?: string | null;
            /** @description Name for people. */
            name?: string;
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference?: components["schemas"]["Reference"];
            /** @description Text for people. */
            description?: string | null;
            /**
             * @description How it is taxed.
             * @enum {string|null}
             */
            tax_category?: "STANDARD" | "NO_TAX" | "EXEMPT" | null;
            /** @description Position among its siblings, from 0. */
            display_order?: number | null;
            /** @description Id of the customer. */
            customer_id?: string | null;
        };
        /** @description What a request may set when it creates a product category. */
        ProductCategoryCreateRequest: {
            /** @description Name for people. */
            name: string;
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference: components["schemas"]["Reference"];
            /** @description Text for people. */
            description?: string | null;
            /**
             * @description How it is taxed.
             * @enum {string|null}
             */
            tax_category?: "STANDARD" | "NO_TAX" | "EXEMPT" | null;
            /** @description Position among its siblings, from 0. */
            display_order?: number | null;
            /** @description Id of the customer. */
            customer_id?: string | null;
        };
        /** @description A discount on product categories. */
        ProductCategoryDiscount: {
            /** @description Ids of what it applies to. */
            ids?: string[];
            /**
             * Format: date-time
             * @description First instant that counts.
             */
            start_at?: string | null;
            /**
             * Format: date-time
             * @description First instant that no longer counts. Absent or null means open-ended.
             */
            end_at?: string | null;
            /** @description Money. */
            amount?: components["schemas"]["Amount"];
            /** @description Percentage, as a decimal string. */
            percentage?: components["schemas"]["NullableDecimal"];
            /** @description Id of the coupon. */
            coupon_id?: string | null;
            /** @description The promotion code that the discount came from. */
            promotion_code_details?: components["schemas"]["PromotionCodeDetails"] | null;
            /** @description When the discount applies. */
            condition?: components["schemas"]["DiscountCondition"];
        };
        /** @description A page of product categories. */
        ProductCategoryResponseWrapper: components["schemas"]["Paging"] & {
            data: components["schemas"]["ProductCategory"][];
        };
        /** @description What a request may change on a product category. Members left out stay as they are. */
        ProductCategoryUpdateRequest: {
            /** @description Name for people. */
            name?: string;
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference?: components["schemas"]["Reference"];
            /** @description Text for people. */
            description?: string | null;
            /**
             * @description How it is taxed.
             * @enum {string|null}
             */
            tax_category?: "STANDARD" | "NO_TAX" | "EXEMPT" | null;
            /** @description Position among its siblings, from 0. */
            display_order?: number | null;
            /** @description Id of the customer. */
            customer_id?: string | null;
        };
        /** @description What a request may set when it creates a product. */
        ProductCreateRequest: {
            /** @description Id of the product category. */
            category_id: string;
            /** @description Id of the product that this one belongs to. */
            parent_product_id?: string | null;
            /** @description Name for people. */
            name: string;
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference: components["schemas"]["Reference"];
            /** @description Text for people. */
            description?: string | null;
            /**
             * @description Part of the plan, or an add-on.
             * @enum {string}
             */
            product_type?: "DEFAULT" | "ADDON";
            /**
             * @description How it is taxed.
             * @enum {string|null}
             */
            tax_category?: "STANDARD" | "NO_TAX" | "EXEMPT" | null;
            /** @description The features that the product can grant. */
            features?: components["schemas"]["FeatureResourceReference"][] | null;
            /** @description Values of custom fields. */
            custom_fields?: components["schemas"]["CustomFieldValue"][] | null;
            /** @description Position among its siblings, from 0. */
            display_order?: number | null;
            /** @description Links to other systems. */
            linked_integrations?: components["schemas"]["OpenObject"][] | null;
            /** @description Id of the billing entity that issues the invoices. */
            billing_entity_id?: string | null;
            /** @description Id of the only customer that may have it. */
            customer_id?: string | null;
        };
        /** @description A discount on products. */
        ProductDiscount: {
            /** @description Ids of what it applies to. */
            ids?: string[];
            /**
             * Format: date-time
             * @description First instant that counts.
             */
            start_at?: string | null;
            /**
             * Format: date-time
             * @description First instant that no longer counts. Absent or null means open-ended.
             */
            end_at?: string | null;
            /** @description Money. */
            amount?: components["schemas"]["Amount"];
            /** @description Percentage, as a decimal string. */
            percentage?: components["schemas"]["NullableDecimal"];
            /** @description Id of the coupon. */
            coupon_id?: string | null;
            /** @description The promotion code that the discount came from. */
            promotion_code_details?: components["schemas"]["PromotionCodeDetails"] | null;
            /** @description When the discount applies. */
            condition?: components["schemas"]["DiscountCondition"];
        };
        /** @description Something that is charged for, shown as a line of an invoice. */
        ProductItem: {
            /** @description Kind of the resource. */
            object_type?: string | null;
            /** @description Id, given by the server. */
            id?: string | null;
            /** @description Id of the product. */
            product_id?: string | null;
            /** @description The product, when expanded. */
            product?: components["schemas"]["Product"] | null;
            /** @description Name for people. */
            name?: string | null;
            /**
             * @description State. It is changed with the actions activate, deprecate and archive. A plan can use only an ACTIVE item.
             * @enum {string|null}
             */
            status?: "DRAFT" | "ACTIVE" | "ARCHIVED" | "DEPRECATED" | null;
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference?: components["schemas"]["Reference"];
            /** @description Text for people. */
            description?: string | null;
            /**
             * @description REVENUE adds to the invoice, DEDUCTION takes from it.
             * @enum {string|null}
             */
            type?: "REVENUE" | "DEDUCTION" | null;
            /**
             * @description USAGE_BASED: by usage. USAGE_BASED_CONVERSION: by usage, in credits. RECURRING: each period. ONE_OFF: once. PER_SEAT: by seat. CREDITS: sells credits.
             * @enum {string|null}
             */
            model_type?: "USAGE_BASED" | "USAGE_BASED_CONVERSION" | "RECURRING" | "ONE_OFF" | "PER_SEAT" | "CREDITS" | null;
            /** @description For the usage based models. */
            usage_based?: components["schemas"]["ProductItemUsageBased"];
            /** @description For the model CREDITS. */
            credits?: components["schemas"]["ProductItemCredits"];
            /** @description Id of the calculation that gives the quantity. usage_based is the newer place. */
            meter_value_calculation_id?: string | null;
            /** @description The calculation, when expanded. */
            meter_value_calculation?: components["schemas"]["MeterValueCalculation"] | null;
            /** @description Ids of calculations that are shown and not priced. usage_based is the newer place. */
            report_meter_value_calculation_ids?: string[] | null;
            /**
             * @description How it is taxed.
             * @enum {string|null}
             */
            tax_category?: "STANDARD" | "NO_TAX" | "EXEMPT" | null;
            /** @description Position among its siblings, from 0. */
            display_order?: number | null;
            /** @description Name of one unit. */
            unit_name?: components["schemas"]["UnitName"];
            /** @description Values of custom fields. */
            custom_fields?: components["schemas"]["CustomFieldValue"][] | null;
            /** @description Id of the customer. */
            customer_id?: string | null;
        };
        /** @description What a request may set when it creates a product item. */
        ProductItemCreateRequest: {
            /** @description Id of the product. */
            product_id: string;
            /** @description Name for people. */
            name: string;
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference: components["schemas"]["Reference"];
            /** @description Text for people. */
            description?: string | null;
            /**
             * @description REVENUE adds to the invoice, DEDUCTION takes from it.
             * @enum {string|null}
             */
            type?: "REVENUE" | "DEDUCTION" | null;
            /**
             * @description USAGE_BASED: by usage. USAGE_BASED_CONVERSION: by usage, in credits. RECURRING: each period. ONE_OFF: once. PER_SEAT: by seat. CREDITS: sells credits.
             * @enum {string}
             */
            model_type: "USAGE_BASED" | "USAGE_BASED_CONVERSION" | "RECURRING" | "ONE_OFF" | "PER_SEAT" | "CREDITS";
            /** @description For the usage based models. */
            usage_based?: components["schemas"]["ProductItemUsageBasedRequest"];
            /** @description For the model CREDITS. */
            credits?: components["schemas"]["ProductItemCreditsRequest"];
            /** @description Id of the calculation that gives the quantity. usage_based is the newer place. */
            meter_value_calculation_id?: string | null;
            /** @description Ids of calculations that are shown and not priced. usage_based is the newer place. */
            report_meter_value_calculation_ids?: string[] | null;
            /**
             * @description How it is taxed.
             * @enum {string|null}
             */
            tax_category?: "STANDARD" | "NO_TAX" | "EXEMPT" | null;
            /** @description Position among its siblings, from 0. */
            display_order?: number | null;
            /** @description Name of one unit. */
            unit_name?: components["schemas"]["UnitName"];
            /** @description Values of custom fields. */
            custom_fields?: components["schemas"]["CustomFieldValue"][] | null;
            /** @description Id of the customer. */
            customer_id?: string | null;
        };
        /** @description Which credits an item sells. */
        ProductItemCredits: {
            /** @description Id of the credit type. */
            credit_type_id?: string | null;
            /** @description The credit type, when expanded. */
            credit_type?: components["schemas"]["CreditType"] | null;
        };
        /** @description Product item credits, as a request sends it. */
        ProductItemCreditsRequest: {
            /** @description Id of the credit type. */
            credit_type_id?: string | null;
        };
        /** @description A discount on product items. */
        ProductItemDiscount: {
            /** @description Ids of what it applies to. */
            ids?: string[];
            /**
             * Format: date-time
             * @description First instant that counts.
             */
            start_at?: string | null;
            /**
             * Format: date-time
             * @description First instant that no longer counts. Absent or null means open-ended.
             */
            end_at?: string | null;
            /** @description Money. */
            amount?: components["schemas"]["Amount"];
            /** @description Percentage, as a decimal string. */
            percentage?: components["schemas"]["NullableDecimal"];
            /** @description Id of the coupon. */
            coupon_id?: string | null;
            /** @description The promotion code that the discount came from. */
            promotion_code_details?: components["schemas"]["PromotionCodeDetails"] | null;
            /** @description When the discount applies. */
            condition?: components["schemas"]["DiscountCondition"];
        };
        /** @description A page of product items. */
        ProductItemResponseWrapper: components["schemas"]["Paging"] & {
            data: components["schemas"]["ProductItem"][];
        };
        /** @description What a request may change on a product item. Members left out stay as they are. */
        ProductItemUpdateRequest: {
            /** @description Id of the product. */
            product_id?: string | null;
            /** @description Name for people. */
            name?: string | null;
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference?: components["schemas"]["Reference"];
            /** @description Text for people. */
            description?: string | null;
            /**
             * @description REVENUE adds to the invoice, DEDUCTION takes from it.
             * @enum {string|null}
             */
            type?: "REVENUE" | "DEDUCTION" | null;
            /**
             * @description USAGE_BASED: by usage. USAGE_BASED_CONVERSION: by usage, in credits. RECURRING: each period. ONE_OFF: once. PER_SEAT: by seat. CREDITS: sells credits.
             * @enum {string|null}
             */
            model_type?: "USAGE_BASED" | "USAGE_BASED_CONVERSION" | "RECURRING" | "ONE_OFF" | "PER_SEAT" | "CREDITS" | null;
            /** @description For the usage based models. */
            usage_based?: components["schemas"]["ProductItemUsageBasedRequest"];
            /** @description For the model CREDITS. */
            credits?: components["schemas"]["ProductItemCreditsRequest"];
            /** @description Id of the calculation that gives the quantity. usage_based is the newer place. */
            meter_value_calculation_id?: string | null;
            /** @description Ids of calculations that are shown and not priced. usage_based is the newer place. */
            report_meter_value_calculation_ids?: string[] | null;
            /**
             * @description How it is taxed.
             * @enum {string|null}
             */
            tax_category?: "STANDARD" | "NO_TAX" | "EXEMPT" | null;
            /** @description Position among its siblings, from 0. */
            display_order?: number | null;
            /** @description Name of one unit. */
            unit_name?: components["schemas"]["UnitName"];
            /** @description Values of custom fields. */
            custom_fields?: components["schemas"]["CustomFieldValue"][] | null;
            /** @description Id of the customer. */
            customer_id?: string | null;
        };
        /** @description Where a usage based item takes its quantity from. */
        ProductItemUsageBased: {
            /** @description Id of the calculation that gives the quantity. */
            meter_value_calculation_id?: string | null;
            /** @description The calculation, when expanded. */
            meter_value_calculation?: components["schemas"]["MeterValueCalculation"] | null;
            /** @description Id of the calculation that chooses the tier. Without it: the quantity itself. */
            tiering_meter_value_calculation_id?: string | null;
            /** @description The calculation that chooses the tier, when expanded. */
            tiering_meter_value_calculation?: components["schemas"]["MeterValueCalculation"] | null;
            /** @description Ids of calculations that are shown and not priced. */
            report_meter_value_calculation_ids?: string[] | null;
            /** @description Which events count for this item. Without it: all of the meter. */
            conditions?: components["schemas"]["MeterConditions"];
        };
        /** @description Product item usage based, as a request sends it. */
        ProductItemUsageBasedRequest: {
            /** @description Id of the calculation that gives the quantity. */
            meter_value_calculation_id?: string | null;
            /** @description Id of the calculation that chooses the tier. Without it: the quantity itself. */
            tiering_meter_value_calculation_id?: string | null;
            /** @description Ids of calculations that are shown and not priced. */
            report_meter_value_calculation_ids?: string[] | null;
            /** @description Which events count for this item. Without it: all of the meter. */
            conditions?: components["schemas"]["MeterConditionsRequest"];
        };
        /** @description A page of products. */
        ProductResponseWrapper: components["schemas"]["Paging"] & {
            data: components["schemas"]["Product"][];
        };
        /** @description What a request may change on a product. Members left out stay as they are. */
        ProductUpdateRequest: {
            /** @description Id of the product category. */
            category_id?: string;
            /** @description Id of the product that this one belongs to. */
            parent_product_id?: string | null;
            /** @description Name for people. */
            name?: string;
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference?: components["schemas"]["Reference"];
            /** @description Text for people. */
            description?: string | null;
            /**
             * @description Part of the plan, or an add-on.
             * @enum {string}
             */
            product_type?: "DEFAULT" | "ADDON";
            /**
             * @description How it is taxed.
             * @enum {string|null}
             */
            tax_category?: "STANDARD" | "NO_TAX" | "EXEMPT" | null;
            /** @description The features that the product can grant. */
            features?: components["schemas"]["FeatureResourceReference"][] | null;
            /** @description Values of custom fields. */
            custom_fields?: components["schemas"]["CustomFieldValue"][] | null;
            /** @description Position among its siblings, from 0. */
            display_order?: number | null;
            /** @description Links to other systems. */
            linked_integrations?: components["schemas"]["OpenObject"][] | null;
            /** @description Id of the billing entity that issues the invoices. */
            billing_entity_id?: string | null;
            /** @description Id of the only customer that may have it. */
            customer_id?: string | null;
        };
        /** @description A promotion code. */
        PromotionCodeDetails: {
            /** @description Id of the promotion code. */
            promotion_code_id?: string | null;
            /** @description The code. */
            code?: string | null;
        };
        /** @description Dates of a rate card. */
        RateCard: {
            /**
             * Format: date-time
             * @description First instant that counts.
             */
            start_at?: string | null;
        };
        /** @description A name that the caller gives to a resource, unique among the resources of its kind. Case-sensitive, no white space. */
        Reference: string;
        /** @description What to read again. */
        RefreshInvoiceCreateRequest: {
            /**
             * @description One thing to read again. types is the newer member.
             * @enum {string|null}
             */
            type?: "FULL" | "CUSTOMER" | "CUSTOM_FIELD" | "BILLING_ENTITY" | "PAYMENT_ACCEPTOR" | "PO_NUMBER" | "TAX_RATES" | null;
            /** @description What to read again. */
            types?: ("FULL" | "CUSTOMER" | "CUSTOM_FIELD" | "BILLING_ENTITY" | "PAYMENT_ACCEPTOR" | "PO_NUMBER" | "TAX_RATES")[] | null;
        };
        /** @description Events of a reported calculation, summed. */
        ReportIngestDataSummary: {
            /** @description Id of the calculation that gives the quantity. */
            meter_value_calculation_id?: string;
            /** @description A number, as a decimal string. */
            number?: components["schemas"]["NullableDecimal"];
            /** @description Money. */
            amount?: components["schemas"]["Amount"];
            /** @description The amount in the currency of the prices. */
            amount_in_pricing_currency?: components["schemas"]["Amount"];
            /** @description Number of events, as a decimal string. */
            count?: components["schemas"]["NullableDecimal"];
            /** @description Share of the whole, as a decimal string from 0 to 1. */
            ratio?: components["schemas"]["NullableDecimal"];
        };
        /** @description A run that prices stored events again. */
        Reprocess: {
            /** @description Kind of the resource. */
            object_type?: string | null;
            /** @description Id, given by the server. */
            id?: string | null;
            /**
             * @description NOT_MATCHED: events that matched nothing. INVOICE: those of an invoice. CUSTOMER: those of a customer.
             * @enum {string}
             */
            type?: "NOT_MATCHED" | "INVOICE" | "CUSTOMER";
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at?: string | null;
            /** @description State of the run. */
            status?: string | null;
            /** @description Progress, from 0 to 100. */
            percentage?: number | null;
            /** @description For INVOICE. */
            invoice?: components["schemas"]["ReprocessInvoice"];
            /** @description For NOT_MATCHED. */
            not_matched?: components["schemas"]["ReprocessNotMatched"];
            /** @description For CUSTOMER. */
            customer?: components["schemas"]["ReprocessCustomer"];
        };
        /** @description What a request may set when it creates a reprocess. */
        ReprocessCreateRequest: {
            /**
             * @description NOT_MATCHED: events that matched nothing. INVOICE: those of an invoice. CUSTOMER: those of a customer.
             * @enum {string}
             */
            type: "NOT_MATCHED" | "INVOICE" | "CUSTOMER";
            /** @description For INVOICE. */
            invoice?: components["schemas"]["ReprocessInvoice"];
            /** @description For NOT_MATCHED. */
            not_matched?: components["schemas"]["ReprocessNotMatched"];
            /** @description For CUSTOMER. */
            customer?: components["schemas"]["ReprocessCustomerRequest"];
        };
        /** @description The customer of a run. */
        ReprocessCustomer: {
            /** @description Id, given by the server. */
            id?: string;
            /** @description Id of the customer. */
            customer_id?: string;
            /** @description The customer, when expanded. */
            customer?: components["schemas"]["Customer"] | null;
            /**
             * Format: date-time
             * @description First instant that counts.
             */
            start_at?: string | null;
            /**
             * Format: date-time
             * @description First instant that no longer counts. Absent or null means open-ended.
             */
            end_at?: string | null;
        };
        /** @description Reprocess customer, as a request sends it. */
        ReprocessCustomerRequest: {
            /** @description Id, given by the server. */
            id?: string;
            /** @description Id of the customer. */
            customer_id?: string;
            /**
             * Format: date-time
             * @description First instant that counts.
             */
            start_at?: string | null;
            /**
             * Format: date-time
             * @description First instant that no longer counts. Absent or null means open-ended.
             */
            end_at?: string | null;
        };
        /** @description The invoice of a run. */
        ReprocessInvoice: {
            /** @description Id, given by the server. */
            id?: string;
            /** @description Id of the invoice. */
            invoice_id?: string;
        };
        /** @description The unmatched events of a run. */
        ReprocessNotMatched: {
            /** @description Id of the customer. */
            customer_id?: string;
            /**
             * Format: date-time
             * @description First instant that counts.
             */
            start_at?: string | null;
            /**
             * Format: date-time
             * @description First instant that no longer counts. Absent or null means open-ended.
             */
            end_at?: string | null;
        };
        /** @description A page of reprocessing runs. */
        ReprocessResponseWrapper: components["schemas"]["Paging"] & {
            data: components["schemas"]["Reprocess"][];
        };
        /** @description The invoices to report usage for. */
        RequestUsageReportsParameters: {
            /** @description Date of the invoice. */
            invoice_date?: string;
        };
        /** @description What to search for. All of it must match. */
        SearchCreateRequest: {
            /** @description Texts to find. */
            search_fields?: components["schemas"]["SearchFieldCreateRequest"][];
            /** @description Values that must be equal. */
            filter_fields?: components["schemas"]["FilterFieldCreateRequest"][];
            /** @description Values for the selection rules of plans. */
            selection_rule_fields?: components["schemas"]["SelectionRuleFieldCreateRequest"][];
        };
        /** @description A text to find. */
        SearchFieldCreateRequest: {
            /** @description Name of the field. Without it: every text field. */
            name?: string | null;
            /** @description The text. */
            value?: string;
            /** @description Anything may stand before the text. */
            wildcard_start?: boolean;
            /** @description Anything may stand after the text. */
            wildcard_end?: boolean;
            /** @description Upper and lower case are the same. */
            ignore_case?: boolean;
        };
        /** @description A rule that chooses a plan. */
        SelectionRule: {
            /**
             * @description Always RESOURCE.
             * @enum {string}
             */
            type?: "RESOURCE";
            /** @description The resource that is looked at. */
            resource?: components["schemas"]["SelectionRuleResource"];
        };
        /** @description A value for selection rules. */
        SelectionRuleFieldCreateRequest: {
            /** @description Name of the field. */
            name?: string;
            /** @description The value. */
            value?: string | null;
        };
        /** @description A condition on a field of a resource. */
        SelectionRuleResource: {
            /**
             * @description Kind of the resource.
             * @enum {string}
             */
            type?: "PLATFORM" | "CUSTOMER" | "BILLING_ENTITY" | "METER" | "METER_VALUE" | "METER_PROPERTY" | "METER_VALUE_CALCULATION" | "PRODUCT" | "PRODUCT_ITEM" | "PRODUCT_CATEGORY" | "PRICING" | "PRICING_ITEM" | "PRICING_ITEM_CONFIG" | "PRICING_ITEM_SUMMARY" | "METER_VALUE_CALCULATION_SUMMARY" | "PRICING_PLAN" | "PRICING_PLAN_VERSION" | "PRICING_PLAN_SUBSCRIPTION" | "PRICING_PLAN_SCHEDULE" | "QUOTE" | "QUOTE_VERSION" | "CONTACT" | "CUSTOM_FIELD" | "REQUEST_REFERENCE" | "METER_DATA" | "CHARGE_DATA" | "ADJUSTMENT_DATA" | "PERSIST_DATA" | "INVOICE" | "INVOICE_PAYMENT_ATTEMPT" | "PAYMENT_ACCEPTOR" | "PAYMENT_SCHEDULE" | "PAYMENT_REQUEST" | "FEATURE" | "ALERT_RULE" | "ALERT" | "USER" | "MEMBERSHIP" | "TEAM" | "ENTITY" | "ACCOUNT_GROUP" | "AUDIT" | "WEBHOOK" | "REPORT_SUBSCRIPTION" | "REPORT_CONFIGURATION";
            /**
             * @description Name of the field.
             * @enum {string}
             */
            field?: "COUNTRY";
            /** @description The value. */
            value?: string | null;
            /** @description Several values. */
            values?: string[] | null;
            /** @description How the values are compared. */
            comparator?: components["schemas"]["Comparator"];
        };
        /** @description The seller. */
        SellerDetails: {
            /** @description Id of the customer that sells. */
            seller_customer_id?: string | null;
        };
        /** @description A tax number. */
        TaxId: {
            /** @description The number. */
            id?: string;
            /**
             * @description Kind of the number.
             * @enum {string|null}
             */
            type?: "GENERIC_TAX_ID" | "AU_GST" | "CA_GST_HST" | "CA_PST" | "CA_PST_BC" | "CA_PST_MB" | "CA_PST_SK" | "CA_QST" | null;
            /** @description Name of the number on documents. */
            display_name?: string | null;
            /** @description Result of the last validation. */
            tax_id_validation_result?: components["schemas"]["TaxIdValidation"];
        };
        /** @description Tax id, as a request sends it. */
        TaxIdRequest: {
            /** @description The number. */
            id?: string;
            /**
             * @description Kind of the number.
             * @enum {string|null}
             */
            type?: "GENERIC_TAX_ID" | "AU_GST" | "CA_GST_HST" | "CA_PST" | "CA_PST_BC" | "CA_PST_MB" | "CA_PST_SK" | "CA_QST" | null;
            /** @description Name of the number on documents. */
            display_name?: string | null;
        };
        /** @description Result of a validation. */
        TaxIdValidation: {
            /** @description The number. */
            id?: string;
            /**
             * Format: date-time
             * @description When it was validated.
             */
            validation_date?: string;
            /** @description Where it comes from. */
            source?: string;
            /**
             * @description The result.
             * @enum {string}
             */
            valid?: "VALID" | "NOT_VALID" | "UNKNOWN";
            /** @description Text for people. */
            message?: string | null;
        };
        /** @description A registration for tax. */
        TaxRegistration: {
            /** @description Id of the registration. */
            id?: string | null;
            /** @description Text for people. */
            description?: string | null;
            /** @description Tax number. tax_ids is the newer member. */
            tax_id?: string | null;
            /** @description Tax numbers. */
            tax_ids?: components["schemas"]["TaxId"][] | null;
            /** @description Number in the register of companies. */
            registration_number?: string | null;
            /** @description Registered address. */
            registered_address?: components["schemas"]["Address"];
        };
        /** @description Tax registration, as a request sends it. */
        TaxRegistrationRequest: {
            /** @description Id of the registration. */
            id?: string | null;
            /** @description Text for people. */
            description?: string | null;
            /** @description Tax number. tax_ids is the newer member. */
            tax_id?: string | null;
            /** @description Tax numbers. */
            tax_ids?: components["schemas"]["TaxIdRequest"][] | null;
            /** @description Number in the register of companies. */
            registration_number?: string | null;
            /** @description Registered address. */
            registered_address?: components["schemas"]["Address"];
        };
        /** @description Settings of a template. */
        TemplatePricingPlanSubscription: {
            /** @description Let the billing entity be chosen by the customer's country and currency. */
            apply_billing_entity_selector?: boolean | null;
            /**
             * @description How many promotion codes can be used.
             * @enum {string|null}
             */
            allow_promotion_codes?: "NONE" | "SINGLE" | null;
        };
        /** @description A threshold: one of number, percentage and amount. */
        Threshold: {
            /** @description A number, as a decimal string. */
            number?: components["schemas"]["NullableDecimal"];
            /** @description Percentage of the entitlement, as a decimal string. */
            percentage?: components["schemas"]["NullableDecimal"];
            /** @description Money. */
            amount?: components["schemas"]["Amount"];
        };
        /** @description A discount on the total of the invoice. */
        TotalDiscount: {
            /**
             * Format: date-time
             * @description First instant that counts.
             */
            start_at?: string | null;
            /**
             * Format: date-time
             * @description First instant that no longer counts. Absent or null means open-ended.
             */
            end_at?: string | null;
            /** @description Money. */
            amount?: components["schemas"]["Amount"];
            /** @description Percentage, as a decimal string. */
            percentage?: components["schemas"]["NullableDecimal"];
            /** @description Id of the coupon. */
            coupon_id?: string | null;
            /** @description The promotion code that the discount came from. */
            promotion_code_details?: components["schemas"]["PromotionCodeDetails"] | null;
            /** @description When the discount applies. */
            condition?: components["schemas"]["DiscountCondition"];
        };
        /** @description The name of a unit. */
        UnitName: {
            /** @description For one. */
            singular?: string;
            /** @description For several. */
            plural?: string | null;
        };
        /** @description An exchange rate. */
        UsedExchangeRate: {
            /** @description Currency that results. */
            currency?: string;
            /** @description Currency that is converted. */
            base_currency?: string;
            /**
             * Format: date-time
             * @description Instant of the rate.
             */
            rate_timestamp?: string;
            /** @description Units of currency for one of base_currency. */
            rate?: components["schemas"]["Decimal"];
            /** @description Where it comes from. */
            source?: string | null;
        };
        /** @description A quantity: a number or an amount. */
        Volume: {
            /** @description A number, as a decimal string. */
            number?: components["schemas"]["NullableDecimal"];
            /** @description Money. */
            amount?: components["schemas"]["Amount"];
        };
        /** @description What a customer holds in advance. */
        Wallet: {
            /** @description Kind of the resource. */
            object_type?: string | null;
            /** @description Id, given by the server. */
            id?: string | null;
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference?: components["schemas"]["Reference"];
            /**
             * @description State. It is changed with the actions.
             * @enum {string|null}
             */
            status?: "DRAFT" | "ACTIVE" | "INACTIVE" | "DEPRECATED" | "ARCHIVED" | null;
            /** @description Id of the wallet type. */
            wallet_type_id?: string;
            /** @description Id of the customer. */
            customer_id?: string;
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at?: string | null;
            /**
             * Format: date-time
             * @description When it was last changed.
             */
            updated_at?: string | null;
        };
        /** @description The balances of a wallet. */
        WalletBalanceStatus: {
            /** @description What can be used. */
            balance?: components["schemas"]["WalletBalanceValue"] | null;
            /** @description What the running period will use. */
            reserved_balance?: components["schemas"]["WalletBalanceValue"] | null;
            /** @description What is left after it. */
            open_balance?: components["schemas"]["WalletBalanceValue"] | null;
            /**
             * Format: date-time
             * @description The instant of the balance. Without it: now.
             */
            balance_at?: string | null;
        };
        /** @description The instant of the balance. */
        WalletBalanceStatusRequestCreateRequest: {
            /**
             * Format: date-time
             * @description The instant of the balance. Without it: now.
             */
            balance_at?: string | null;
        };
        /** @description Credits or money. */
        WalletBalanceValue: {
            /** @description Credits. */
            credits?: components["schemas"]["Credits"] | null;
            /** @description Money. */
            amount?: components["schemas"]["Amount"] | null;
        };
        /** @description What a request may set when it creates a wallet. */
        WalletCreateRequest: {
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference: components["schemas"]["Reference"];
            /** @description Id of the wallet type. */
            wallet_type_id: string;
            /** @description Id of the customer. */
            customer_id: string;
        };
        /** @description A deposit into a wallet. */
        WalletGrant: {
            /** @description Kind of the resource. */
            object_type?: string | null;
            /** @description Id, given by the server. */
            id?: string | null;
            /** @description Id of the customer. */
            customer_id?: string | null;
            /** @description Id of the billing entity that issues the invoices. */
            billing_entity_id?: string | null;
            /** @description Id of the wallet. */
            wallet_id?: string | null;
            /**
             * @description DEFAULT for what is paid, PROMOTION for a gift.
             * @enum {string}
             */
            type?: "DEFAULT" | "PROMOTION";
            /** @description Text for people. */
            description?: string | null;
            /** @description The money deposited. Either this or grant_credits. */
            grant_amount?: components["schemas"]["Amount"];
            /** @description The credits deposited. Either this or grant_amount. */
            grant_credits?: components["schemas"]["Credits"];
            /** @description What the customer paid for it. */
            paid_amount?: components["schemas"]["Amount"];
            /**
             * Format: date-time
             * @description When it can be used. Without it: now.
             */
            start_at?: string | null;
            /**
             * Format: date-time
             * @description When it can no longer be used.
             */
            expire_at?: string | null;
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at?: string | null;
        };
        /** @description What a request may set when it creates a wallet grant. */
        WalletGrantCreateRequest: {
            /** @description Id of the customer. */
            customer_id: string;
            /** @description Id of the billing entity that issues the invoices. */
            billing_entity_id: string;
            /** @description Id of the wallet. */
            wallet_id: string;
            /**
             * @description DEFAULT for what is paid, PROMOTION for a gift.
             * @enum {string}
             */
            type?: "DEFAULT" | "PROMOTION";
            /** @description Text for people. */
            description?: string | null;
            /** @description The money deposited. Either this or grant_credits. */
            grant_amount?: components["schemas"]["Amount"];
            /** @description The credits deposited. Either this or grant_amount. */
            grant_credits?: components["schemas"]["Credits"];
            /** @description What the customer paid for it. */
            paid_amount?: components["schemas"]["Amount"];
            /**
             * Format: date-time
             * @description When it can be used. Without it: now.
             */
            start_at?: string | null;
            /**
             * Format: date-time
             * @description When it can no longer be used.
             */
            expire_at?: string | null;
        };
        /** @description A page of wallet grants. */
        WalletGrantResponseWrapper: components["schemas"]["Paging"] & {
            data: components["schemas"]["WalletGrant"][];
        };
        /** @description A page of wallets. */
        WalletResponseWrapper: components["schemas"]["Paging"] & {
            data: components["schemas"]["Wallet"][];
        };
        /** @description What a wallet holds. */
        WalletType: {
            /** @description Kind of the resource. */
            object_type?: string | null;
            /** @description Id, given by the server. */
            id?: string | null;
            /** @description Name for people. */
            name?: string;
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference?: components["schemas"]["Reference"];
            /**
             * @description State. It is changed with the actions.
             * @enum {string|null}
             */
            status?: "DRAFT" | "ACTIVE" | "INACTIVE" | "DEPRECATED" | "ARCHIVED" | null;
            /**
             * @description CREDIT for what is granted, BALANCE for money.
             * @enum {string|null}
             */
            type?: "CREDIT" | "BALANCE" | null;
            /** @description For CREDIT. */
            credit?: components["schemas"]["WalletTypeCredit"];
            /** @description For BALANCE. */
            balance?: components["schemas"]["WalletTypeBalance"];
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at?: string | null;
            /**
             * Format: date-time
             * @description When it was last changed.
             */
            updated_at?: string | null;
        };
        /** @description A wallet of money. */
        WalletTypeBalance: {
            /** @description Currency of the wallet. */
            default_currency?: string;
        };
        /** @description What a request may set when it creates a wallet type. */
        WalletTypeCreateRequest: {
            /** @description Name for people. */
            name: string;
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference: components["schemas"]["Reference"];
            /**
             * @description CREDIT for what is granted, BALANCE for money.
             * @enum {string}
             */
            type: "CREDIT" | "BALANCE";
            /** @description For CREDIT. */
            credit?: components["schemas"]["WalletTypeCredit"];
            /** @description For BALANCE. */
            balance?: components["schemas"]["WalletTypeBalance"];
        };
        /** @description What a CREDIT wallet holds. */
        WalletTypeCredit: {
            /**
             * @description Credits or money.
             * @enum {string}
             */
            grant_type?: "CREDITS" | "AMOUNT";
            /** @description A deposit of money. */
            amount_grant?: components["schemas"]["WalletTypeCreditAmountGrant"];
            /** @description A deposit of credits. */
            credits_grant?: components["schemas"]["WalletTypeCreditCreditsGrant"];
        };
        /** @description A wallet of granted money. */
        WalletTypeCreditAmountGrant: {
            /** @description Currency of the wallet. */
            default_currency?: components["schemas"]["CurrencyCode"];
            /**
             * @description How it is taxed.
             * @enum {string}
             */
            tax_category?: "STANDARD" | "NO_TAX" | "EXEMPT";
        };
        /** @description A wallet of granted credits. */
        WalletTypeCreditCreditsGrant: {
            /** @description Id of the credit type. */
            credit_type_id?: string;
        };
        /** @description A page of wallet types. */
        WalletTypeResponseWrapper: components["schemas"]["Paging"] & {
            data: components["schemas"]["WalletType"][];
        };
        /** @description What a request may change on a wallet type. Members left out stay as they are. */
        WalletTypeUpdateRequest: {
            /** @description Name for people. */
            name?: string;
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference?: components["schemas"]["Reference"];
            /**
             * @description CREDIT for what is granted, BALANCE for money.
             * @enum {string|null}
             */
            type?: "CREDIT" | "BALANCE" | null;
            /** @description For CREDIT. */
            credit?: components["schemas"]["WalletTypeCredit"];
            /** @description For BALANCE. */
            balance?: components["schemas"]["WalletTypeBalance"];
        };
        /** @description A URL that receives events. */
        Webhook: {
            /** @description Kind of the resource. */
            object_type?: string | null;
            /** @description Id, given by the server. */
            id?: string | null;
            /** @description User name, for PASSWORD. */
            username?: string | null;
            /** @description Password, for PASSWORD. */
            password?: string | null;
            /** @description Header that carries the key, for API_KEY. The default is X-API-KEY. */
            api_header_field?: string | null;
            /** @description The key, for API_KEY. */
            api_key?: string | null;
            /**
             * Format: uri
             * @description Where events are sent.
             */
            url?: string | null;
            /** @description Actions to send, as RESOURCE.ACTION. Empty: all. */
            included_actions?: string[] | null;
            /** @description Actions not to send. */
            excluded_actions?: string[] | null;
            /** @description Whether events are sent. */
            active?: boolean;
            /** @description Id of the event that blocks the webhook. */
            penalty_box?: string | null;
            /** @description Secret of the signature, shown when it is created or rolled. */
            secret_key?: string | null;
            /** @description Algorithm of the signature: HmacSHA256. */
            signing_protocol?: string | null;
            /** @description Secret before the last roll. It is valid for 24 hours more. */
            previous_secret_key?: string | null;
            /** @description Algorithm of the previous secret. */
            previous_signing_protocol?: string | null;
            /**
             * Format: date-time
             * @description When the secret was last rolled.
             */
            secret_rolled_at?: string | null;
            /** @description Also send the resource as it was before. */
            include_previous_data?: boolean;
            /**
             * @description How the receiver knows the sender, beside the signature.
             * @enum {string}
             */
            authentication_type?: "PASSWORD" | "API_KEY" | "NONE";
            /** @description The delivery that blocks the webhook. */
            penalty_box_data?: components["schemas"]["PenaltyBoxData"] | null;
            /** @description Name for people. */
            name?: string | null;
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference?: string | null;
        };
        /** @description The actions of one kind of resource. */
        WebhookAction: {
            /** @description Kind of the resource. */
            object_type?: string;
            /** @description The actions. */
            actions?: string[];
        };
        /** @description A list of webhooks. */
        WebhookActionResponseWrapper: {
            data: components["schemas"]["WebhookAction"][] | null;
        };
        /** @description Result of a test. */
        WebhookConnectionResponse: {
            /** @description Whether a 2XX came back. */
            successful?: boolean | null;
            /** @description Text for people. */
            message?: string | null;
        };
        /** @description What a request may set when it creates a webhook. */
        WebhookCreateRequest: {
            /** @description User name, for PASSWORD. */
            username?: string | null;
            /** @description Password, for PASSWORD. */
            password?: string | null;
            /** @description Header that carries the key, for API_KEY. The default is X-API-KEY. */
            api_header_field?: string | null;
            /** @description The key, for API_KEY. */
            api_key?: string | null;
            /**
             * Format: uri
             * @description Where events are sent.
             */
            url: string;
            /** @description Actions to send, as RESOURCE.ACTION. Empty: all. */
            included_actions?: string[] | null;
            /** @description Actions not to send. */
            excluded_actions?: string[] | null;
            /** @description Whether events are sent. */
            active?: boolean;
            /** @description Algorithm of the signature: HmacSHA256. */
            signing_protocol?: string | null;
            /** @description Also send the resource as it was before. */
            include_previous_data?: boolean;
            /**
             * @description How the receiver knows the sender, beside the signature.
             * @enum {string}
             */
            authentication_type?: "PASSWORD" | "API_KEY" | "NONE";
            /** @description Name for people. */
            name: string;
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference: components["schemas"]["Reference"];
        };
        /** @description One delivery. The shape is inferred. */
        WebhookEvent: {
            /** @description Kind of the resource. */
            object_type?: string | null;
            /** @description Id, given by the server. */
            id?: string | null;
            /** @description Id of the webhook. */
            webhook_id?: string | null;
            /** @description What happened, as RESOURCE.ACTION. */
            type?: string | null;
            /**
             * @description State of the delivery.
             * @enum {string|null}
             */
            status?: "PENDING" | "SUCCEEDED" | "FAILED" | null;
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at?: string | null;
            /** @description Attempts so far. */
            retry_count?: number | null;
            /**
             * Format: date-time
             * @description When the next attempt is due.
             */
            retry_at?: string | null;
            /** @description Why the last attempt failed. */
            cause?: string | null;
            /** @description What is sent. */
            payload?: components["schemas"]["WebhookPayload"] | null;
        };
        /** @description A page of webhook events. */
        WebhookEventResponseWrapper: components["schemas"]["Paging"] & {
            data: components["schemas"]["WebhookEvent"][];
        };
        /** @description What a webhook receives. */
        WebhookPayload: {
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at?: string;
            /** @description What happened, as RESOURCE.ACTION: INVOICE.STATUS_TO_FINAL, for example. */
            type?: string;
            /** @description Id of the request that caused it. */
            original_request_id?: string | null;
            /**
             * @description The environment.
             * @enum {string}
             */
            environment?: "TEST" | "LIVE";
            /** @description The resource. */
            data?: components["schemas"]["OpenObject"];
        };
        /** @description A page of webhooks. */
        WebhookResponseWrapper: components["schemas"]["Paging"] & {
            data: components["schemas"]["Webhook"][];
        };
        /** @description What a request may change on a webhook. Members left out stay as they are. */
        WebhookUpdateRequest: {
            /** @description User name, for PASSWORD. */
            username?: string | null;
            /** @description Password, for PASSWORD. */
            password?: string | null;
            /** @description Header that carries the key, for API_KEY. The default is X-API-KEY. */
            api_header_field?: string | null;
            /** @description The key, for API_KEY. */
            api_key?: string | null;
            /**
             * Format: uri
             * @description Where events are sent.
             */
            url?: string | null;
            /** @description Actions to send, as RESOURCE.ACTION. Empty: all. */
            included_actions?: string[] | null;
            /** @description Actions not to send. */
            excluded_actions?: string[] | null;
            /** @description Whether events are sent. */
            active?: boolean;
            /** @description Algorithm of the signature: HmacSHA256. */
            signing_protocol?: string | null;
            /** @description Also send the resource as it was before. */
            include_previous_data?: boolean;
            /**
             * @description How the receiver knows the sender, beside the signature.
             * @enum {string}
             */
            authentication_type?: "PASSWORD" | "API_KEY" | "NONE";
            /** @description Name for people. */
            name?: string | null;
            /** @description Reference, given by the caller and unique for this kind of resource. */
            reference?: string | null;
        };
    };
    responses: {
        /** @description The alert. */
        Alert: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "object_type": "ALERT",
                 *       "id": "aler_SxiL1or1QeLEpvGrTvDd",
                 *       "platform_id": "plat_CkP9buY6qAkf0wmk1XZE",
                 *       "alert_rule_id": "alru_3ZU9jPjLEUFNrfWXhF4S",
                 *       "customer_id": "cust_mrdKF55Y8iSbMkAQnAL7",
                 *       "type": "ENTITLEMENT",
                 *       "data_trigger_reference": "req_0123456789-completion",
                 *       "alert_data": {
                 *         "entitlement": {
                 *           "pricing_plan_subscription_id": "ppsu_3P9Ny9pPv1zP5vcda7oF",
                 *           "entitlement_value": {
                 *             "number": "10000000"
                 *           },
                 *           "threshold_value": {
                 *             "number": "8000000"
                 *           },
                 *           "used_value": {
                 *             "number": "8000842"
                 *           }
                 *         }
                 *       },
                 *       "created_at": "2026-01-05T10:00:00Z"
                 *     }
                 */
                "application/json": components["schemas"]["Alert"];
            };
        };
        /** @description A page of alerts. */
        AlertResponseWrapper: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": [
                 *         {
                 *           "object_type": "ALERT",
                 *           "id": "aler_SxiL1or1QeLEpvGrTvDd",
                 *           "platform_id": "plat_CkP9buY6qAkf0wmk1XZE",
                 *           "alert_rule_id": "alru_3ZU9jPjLEUFNrfWXhF4S",
                 *           "customer_id": "cust_mrdKF55Y8iSbMkAQnAL7",
                 *           "type": "ENTITLEMENT",
                 *           "data_trigger_reference": "req_0123456789-completion",
                 *           "alert_data": {
                 *             "entitlement": {
                 *               "pricing_plan_subscription_id": "ppsu_3P9Ny9pPv1zP5vcda7oF",
                 *               "entitlement_value": {
                 *                 "number": "10000000"
                 *               },
                 *               "threshold_value": {
                 *                 "number": "8000000"
                 *               },
                 *               "used_value": {
                 *                 "number": "8000842"
                 *               }
                 *             }
                 *           },
                 *           "created_at": "2026-01-05T10:00:00Z"
                 *         }
                 *       ],
                 *       "page": 1,
                 *       "limit": 50,
                 *       "total_number_of_pages": 1,
                 *       "links": {
                 *         "first": "/v1/alerts?page=1",
                 *         "previous": null,
                 *         "current": "/v1/alerts?page=1",
                 *         "next": null
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["AlertResponseWrapper"];
            };
        };
        /** @description The alert rule. */
        AlertRule: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "object_type": "ALERT_RULE",
                 *       "id": "alru_3ZU9jPjLEUFNrfWXhF4S",
                 *       "reference": "budget-80",
                 *       "name": "80 % of the budget",
                 *       "status": "ACTIVE",
                 *       "type": "ENTITLEMENT",
                 *       "trigger_type": "STATIC",
                 *       "entitlement": {
                 *         "feature_id": "feat_8XYHndDy9d3LIXJvlfk4",
                 *         "comparator": "GREATER_THAN_OR_EQUALS",
                 *         "threshold": {
                 *           "percentage": "80"
                 *         }
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["AlertRule"];
            };
        };
        /** @description A page of alert rules. */
        AlertRuleResponseWrapper: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": [
                 *         {
                 *           "object_type": "ALERT_RULE",
                 *           "id": "alru_3ZU9jPjLEUFNrfWXhF4S",
                 *           "reference": "budget-80",
                 *           "name": "80 % of the budget",
                 *           "status": "ACTIVE",
                 *           "type": "ENTITLEMENT",
                 *           "trigger_type": "STATIC",
                 *           "entitlement": {
                 *             "feature_id": "feat_8XYHndDy9d3LIXJvlfk4",
                 *             "comparator": "GREATER_THAN_OR_EQUALS",
                 *             "threshold": {
                 *               "percentage": "80"
                 *             }
                 *           }
                 *         }
                 *       ],
                 *       "page": 1,
                 *       "limit": 50,
                 *       "total_number_of_pages": 1,
                 *       "links": {
                 *         "first": "/v1/alert-rules?page=1",
                 *         "previous": null,
                 *         "current": "/v1/alert-rules?page=1",
                 *         "next": null
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["AlertRuleResponseWrapper"];
            };
        };
        /** @description The request is malformed, or a rule of the domain forbids it. Nothing was changed. */
        BadRequest: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "INVALID_REQUEST",
                 *       "code": "INVALID_FIELD",
                 *       "field": "meter_values.0.number",
                 *       "resource_type": "METER_DATA",
                 *       "message": "value required, but not set"
                 *     }
                 */
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description The billing entity. */
        BillingEntity: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "object_type": "BILLING_ENTITY",
                 *       "id": "bent_OVgP71kmbsqjhoMLfOue",
                 *       "created_at": "2026-01-01T00:00:00Z",
                 *       "reference": "main",
                 *       "status": "ACTIVE",
                 *       "timezone": "UTC",
                 *       "legal_name": "Example B.V.",
                 *       "email": "billing@example.com",
                 *       "registered_address": {
                 *         "line1": "1 Canal Street",
                 *         "city": "Amsterdam",
                 *         "postal_code": "1011AB",
                 *         "country": "NL"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["BillingEntity"];
            };
        };
        /** @description All billing entities. */
        BillingEntityResponseWrapper: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": [
                 *         {
                 *           "object_type": "BILLING_ENTITY",
                 *           "id": "bent_OVgP71kmbsqjhoMLfOue",
                 *           "created_at": "2026-01-01T00:00:00Z",
                 *           "reference": "main",
                 *           "status": "ACTIVE",
                 *           "timezone": "UTC",
                 *           "legal_name": "Example B.V.",
                 *           "email": "billing@example.com",
                 *           "registered_address": {
                 *             "line1": "1 Canal Street",
                 *             "city": "Amsterdam",
                 *             "postal_code": "1011AB",
                 *             "country": "NL"
                 *           }
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["BillingEntityResponseWrapper"];
            };
        };
        /** @description The bulk action check. */
        BulkActionCheck: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "FINALIZE_INVOICES",
                 *       "number_of_resources": 1,
                 *       "included_example_resources": [
                 *         {
                 *           "type": "INVOICE",
                 *           "id": "inv_QlRPIONOZ4WyKh4ysLas"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["BulkActionCheck"];
            };
        };
        /** @description A page of the resources of a bulk action. */
        BulkActionItemResponseWrapper: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": [
                 *         {
                 *           "id": "buai_76Q02SVskyHLLG8ZvTB8",
                 *           "created_at": "2026-02-01T08:00:00Z",
                 *           "updated_at": "2026-02-01T08:00:02Z",
                 *           "status": "FAILED",
                 *           "message": "The invoice has no lines",
                 *           "target_resource": {
                 *             "type": "INVOICE",
                 *             "id": "inv_QlRPIONOZ4WyKh4ysLas"
                 *           },
                 *           "generated_resource": null
                 *         }
                 *       ],
                 *       "page": 1,
                 *       "limit": 50,
                 *       "total_number_of_pages": 1,
                 *       "links": {
                 *         "first": "/v1/bulk-actions/buac_5hT1xKq8mWz3RvYbN6Lc/items?page=1",
                 *         "previous": null,
                 *         "current": "/v1/bulk-actions/buac_5hT1xKq8mWz3RvYbN6Lc/items?page=1",
                 *         "next": null
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["BulkActionItemResponseWrapper"];
            };
        };
        /** @description The bulk action response. */
        BulkActionResponse: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "id": "buac_5hT1xKq8mWz3RvYbN6Lc",
                 *       "type": "FINALIZE_INVOICES",
                 *       "created_at": "2026-02-01T08:00:00Z",
                 *       "executed_at": "2026-02-01T08:00:01Z",
                 *       "updated_at": "2026-02-01T08:00:02Z",
                 *       "status": "FINISHED",
                 *       "number_of_resources": 1,
                 *       "percentage": 100,
                 *       "finalize_invoices": {
                 *         "invoice_date": "2026-02-01T00:00:00Z"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["BulkActionResponse"];
            };
        };
        /** @description A page of bulk actions. */
        BulkActionResponseWrapper: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": [
                 *         {
                 *           "id": "buac_5hT1xKq8mWz3RvYbN6Lc",
                 *           "type": "FINALIZE_INVOICES",
                 *           "created_at": "2026-02-01T08:00:00Z",
                 *           "executed_at": "2026-02-01T08:00:01Z",
                 *           "updated_at": "2026-02-01T08:00:02Z",
                 *           "status": "FINISHED",
                 *           "number_of_resources": 1,
                 *           "percentage": 100,
                 *           "finalize_invoices": {
                 *             "invoice_date": "2026-02-01T00:00:00Z"
                 *           }
                 *         }
                 *       ],
                 *       "page": 1,
                 *       "limit": 50,
                 *       "total_number_of_pages": 1,
                 *       "links": {
                 *         "first": "/v1/bulk-actions?page=1",
                 *         "previous": null,
                 *         "current": "/v1/bulk-actions?page=1",
                 *         "next": null
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["BulkActionResponseWrapper"];
            };
        };
        /** @description A resource with this reference exists, the resource is in use, or the Idempotency-Key was used with another body. */
        Conflict: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "INVALID_REQUEST",
                 *       "code": "RESOURCE_ALREADY_EXISTS",
                 *       "field": "reference",
                 *       "resource_type": "METER",
                 *       "message": "The reference is taken"
                 *     }
                 */
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description The credit and copy invoice response. */
        CreditAndCopyInvoiceResponse: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "original_invoice_id": "inv_QlRPIONOZ4WyKh4ysLas",
                 *       "credit_invoice_id": "inv_1hvPX1HyTRRIWjlN50Ni",
                 *       "new_invoice_id": "inv_H8Cwq5Y14twBsT8PqoNn"
                 *     }
                 */
                "application/json": components["schemas"]["CreditAndCopyInvoiceResponse"];
            };
        };
        /** @description The credit type. */
        CreditType: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "object_type": "CREDIT_TYPE",
                 *       "id": "ctyp_WfNRCmOZn2N3m7SiqZBG",
                 *       "reference": "ai_credit",
                 *       "status": "ACTIVE",
                 *       "name": "AI credit",
                 *       "description": null,
                 *       "unit_name": {
                 *         "singular": "credit",
                 *         "plural": "credits"
                 *       },
                 *       "created_at": "2026-01-01T00:00:00Z",
                 *       "updated_at": "2026-01-01T00:00:00Z"
                 *     }
                 */
                "application/json": components["schemas"]["CreditType"];
            };
        };
        /** @description A page of credit types. */
        CreditTypeResponseWrapper: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": [
                 *         {
                 *           "object_type": "CREDIT_TYPE",
                 *           "id": "ctyp_WfNRCmOZn2N3m7SiqZBG",
                 *           "reference": "ai_credit",
                 *           "status": "ACTIVE",
                 *           "name": "AI credit",
                 *           "description": null,
                 *           "unit_name": {
                 *             "singular": "credit",
                 *             "plural": "credits"
                 *           },
                 *           "created_at": "2026-01-01T00:00:00Z",
                 *           "updated_at": "2026-01-01T00:00:00Z"
                 *         }
                 *       ],
                 *       "page": 1,
                 *       "limit": 50,
                 *       "total_number_of_pages": 1,
                 *       "links": {
                 *         "first": "/v1/credit-types?page=1",
                 *         "previous": null,
                 *         "current": "/v1/credit-types?page=1",
                 *         "next": null
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["CreditTypeResponseWrapper"];
            };
        };
        /** @description The customer. */
        Customer: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "object_type": "CUSTOMER",
                 *       "id": "cust_mrdKF55Y8iSbMkAQnAL7",
                 *       "created_at": "2026-01-01T00:00:00Z",
                 *       "reference": "acme-corp",
                 *       "status": "ACTIVE",
                 *       "timezone": "UTC",
                 *       "type": "ORGANIZATION",
                 *       "email": "finance@acme.example",
                 *       "organization": {
                 *         "legal_name": "Acme Corporation",
                 *         "registered_address": {
                 *           "line1": "1 Main Street",
                 *           "city": "Springfield",
                 *           "postal_code": "12345",
                 *           "state": "OR",
                 *           "country": "US"
                 *         }
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Customer"];
            };
        };
        /** @description A page of customers. */
        CustomerResponseWrapper: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": [
                 *         {
                 *           "object_type": "CUSTOMER",
                 *           "id": "cust_mrdKF55Y8iSbMkAQnAL7",
                 *           "created_at": "2026-01-01T00:00:00Z",
                 *           "reference": "acme-corp",
                 *           "status": "ACTIVE",
                 *           "timezone": "UTC",
                 *           "type": "ORGANIZATION",
                 *           "email": "finance@acme.example",
                 *           "organization": {
                 *             "legal_name": "Acme Corporation",
                 *             "registered_address": {
                 *               "line1": "1 Main Street",
                 *               "city": "Springfield",
                 *               "postal_code": "12345",
                 *               "state": "OR",
                 *               "country": "US"
                 *             }
                 *           }
                 *         }
                 *       ],
                 *       "page": 1,
                 *       "limit": 50,
                 *       "total_number_of_pages": 1,
                 *       "links": {
                 *         "first": "/v1/customers?page=1",
                 *         "previous": null,
                 *         "current": "/v1/customers?page=1",
                 *         "next": null
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["CustomerResponseWrapper"];
            };
        };
        /** @description The customer wallet balances status. */
        CustomerWalletBalancesStatus: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "wallet_balances": [
                 *         {
                 *           "wallet_id": "wall_5tjq2Uf4YTRs741P3uR8",
                 *           "wallet_balance": {
                 *             "balance": {
                 *               "credits": {
                 *                 "quantity": "100",
                 *                 "credit_type_id": "ctyp_WfNRCmOZn2N3m7SiqZBG"
                 *               }
                 *             },
                 *             "reserved_balance": {
                 *               "credits": {
                 *                 "quantity": "12.5",
                 *                 "credit_type_id": "ctyp_WfNRCmOZn2N3m7SiqZBG"
                 *               }
                 *             },
                 *             "open_balance": {
                 *               "credits": {
                 *                 "quantity": "87.5",
                 *                 "credit_type_id": "ctyp_WfNRCmOZn2N3m7SiqZBG"
                 *               }
                 *             },
                 *             "balance_at": "2026-01-05T10:00:00Z"
                 *           }
                 *         }
                 *       ],
                 *       "balance_at": "2026-01-05T10:00:00Z"
                 *     }
                 */
                "application/json": components["schemas"]["CustomerWalletBalancesStatus"];
            };
        };
        /** @description The entitlements. */
        Entitlements: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "entitlements": [
                 *         {
                 *           "feature_reference": "monthly_token_budget",
                 *           "feature_id": "feat_8XYHndDy9d3LIXJvlfk4",
                 *           "number": "10000000"
                 *         },
                 *         {
                 *           "feature_reference": "available_models",
                 *           "feature_id": "feat_DzXUthTtO4UjgJ36yFmC",
                 *           "enums": [
                 *             "gpt-4o",
                 *             "gpt-4o-mini"
                 *           ]
                 *         },
                 *         {
                 *           "feature_reference": "priority_queue",
                 *           "feature_id": "feat_IlAfsl4RidPydm4LjBpB",
                 *           "switch": true
                 *         }
                 *       ],
                 *       "pricing_plan_subscription_entitlements": [
                 *         {
                 *           "pricing_plan_subscription_id": "ppsu_3P9Ny9pPv1zP5vcda7oF",
                 *           "entitlements": [
                 *             {
                 *               "feature_reference": "monthly_token_budget",
                 *               "feature_id": "feat_8XYHndDy9d3LIXJvlfk4",
                 *               "number": "10000000"
                 *             },
                 *             {
                 *               "feature_reference": "available_models",
                 *               "feature_id": "feat_DzXUthTtO4UjgJ36yFmC",
                 *               "enums": [
                 *                 "gpt-4o",
                 *                 "gpt-4o-mini"
                 *               ]
                 *             },
                 *             {
                 *               "feature_reference": "priority_queue",
                 *               "feature_id": "feat_IlAfsl4RidPydm4LjBpB",
                 *               "switch": true
                 *             }
                 *           ]
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["Entitlements"];
            };
        };
        /** @description The event trace. */
        EventTrace: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "object_type": "EVENT_TRACE",
                 *       "id": "evtr_hpMwDSsRhJ8F6Pq8Ud4n",
                 *       "meter_data_id": "mtda_dqMoPmk8aYDJ6thxVbnb",
                 *       "customer_id": "cust_mrdKF55Y8iSbMkAQnAL7",
                 *       "ingest_time": "2026-01-05T10:00:01Z",
                 *       "received_time": "2026-01-05T10:00:01Z",
                 *       "processed_time": "2026-01-05T10:00:02Z",
                 *       "links": [
                 *         {
                 *           "object_type": "EVENT_TRACE_LINK",
                 *           "id": "evtl_byxoHBdGbXn0AZHySVbr",
                 *           "meter_value_calculation_ids": [
                 *             "bmet_KQziO1dSFWFkvOPhwrH0"
                 *           ],
                 *           "product_item_ids": [
                 *             "proi_dOuNkBZWykWb7Li2bDZu"
                 *           ],
                 *           "pricing_plan_subscription_id": "ppsu_3P9Ny9pPv1zP5vcda7oF",
                 *           "pricing_item_config_id": "pico_Bzv0mJKXUcq1cztlmDDT",
                 *           "invoice_id": "inv_QlRPIONOZ4WyKh4ysLas"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["EventTrace"];
            };
        };
        /** @description The feature. */
        Feature: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "object_type": "FEATURE",
                 *       "id": "feat_DzXUthTtO4UjgJ36yFmC",
                 *       "reference": "available_models",
                 *       "name": "Available models",
                 *       "description": null,
                 *       "type": "ENUM",
                 *       "enum_values": [
                 *         "gpt-4o",
                 *         "gpt-4o-mini"
                 *       ],
                 *       "meter_value_calculation_id": null
                 *     }
                 */
                "application/json": components["schemas"]["Feature"];
            };
        };
        /** @description All features. */
        FeatureResponseWrapper: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": [
                 *         {
                 *           "object_type": "FEATURE",
                 *           "id": "feat_DzXUthTtO4UjgJ36yFmC",
                 *           "reference": "available_models",
                 *           "name": "Available models",
                 *           "description": null,
                 *           "type": "ENUM",
                 *           "enum_values": [
                 *             "gpt-4o",
                 *             "gpt-4o-mini"
                 *           ],
                 *           "meter_value_calculation_id": null
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["FeatureResponseWrapper"];
            };
        };
        /** @description The key lacks the permission for this operation. */
        Forbidden: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "INVALID_REQUEST",
                 *       "code": "USER_NOT_ALLOWED",
                 *       "message": "The key may not do this"
                 *     }
                 */
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description A page of usage events. */
        IngestDataResponseWrapper: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": [
                 *         {
                 *           "object_type": "METER_DATA",
                 *           "id": "mtda_dqMoPmk8aYDJ6thxVbnb",
                 *           "reference": "req_0123456789-completion",
                 *           "type": "INGEST",
                 *           "customer_id": "cust_mrdKF55Y8iSbMkAQnAL7",
                 *           "customer_reference": "acme-corp",
                 *           "meter_id": "metr_TOglEjoCW72VZrpkHfmg",
                 *           "meter_reference": "completion_tokens",
                 *           "pricing_plan_subscription_id": "ppsu_3P9Ny9pPv1zP5vcda7oF",
                 *           "timestamp": "2026-01-05T10:00:00Z",
                 *           "created_at": "2026-01-05T10:00:01Z",
                 *           "meter_properties": [
                 *             {
                 *               "id": "metp_zLkKzMep8j7a8zOre1vM",
                 *               "reference": "model_id",
                 *               "value": "gpt-4o"
                 *             }
                 *           ],
                 *           "meter_values": [
                 *             {
                 *               "id": "metv_c5wkCJ8n7NyevZ1S36P6",
                 *               "reference": "token_count",
                 *               "number": "842"
                 *             }
                 *           ],
                 *           "processed_details": {
                 *             "type": "DEFAULT"
                 *           },
                 *           "deleted": false
                 *         }
                 *       ],
                 *       "page": 1,
                 *       "limit": 50,
                 *       "total_number_of_pages": 1,
                 *       "links": {
                 *         "first": "/v1/ingest/meter-data?page=1",
                 *         "previous": null,
                 *         "current": "/v1/ingest/meter-data?page=1",
                 *         "next": null
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["IngestDataResponseWrapper"];
            };
        };
        /** @description The server failed. The message never says more. */
        InternalError: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                "Idempotency-Retryable": components["headers"]["IdempotencyRetryable"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "API_ERROR",
                 *       "code": "INTERNAL_ERROR",
                 *       "message": "The request could not be processed"
                 *     }
                 */
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description The invoice. */
        Invoice: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "object_type": "INVOICE",
                 *       "id": "inv_QlRPIONOZ4WyKh4ysLas",
                 *       "invoice_number": null,
                 *       "customer_id": "cust_mrdKF55Y8iSbMkAQnAL7",
                 *       "customer_reference": "acme-corp",
                 *       "billing_entity_id": "bent_OVgP71kmbsqjhoMLfOue",
                 *       "status": "OPEN",
                 *       "on_hold": false,
                 *       "paid": false,
                 *       "type": "STANDARD",
                 *       "created_at": "2026-01-01T00:00:00Z",
                 *       "updated_at": "2026-01-05T10:00:00Z",
                 *       "invoice_date": "2026-02-01T00:00:00Z",
                 *       "due_date": "2026-03-03T00:00:00Z",
                 *       "billing_currency": "USD",
                 *       "invoice_amount_including_tax": {
                 *         "quantity": "12.63",
                 *         "currency": "USD"
                 *       },
                 *       "open_invoice_amount": {
                 *         "quantity": "12.63",
                 *         "currency": "USD"
                 *       },
                 *       "timezone": "UTC",
                 *       "billing_period": {
                 *         "type": "MONTH",
                 *         "value": 1
                 *       },
                 *       "pricing_plan_subscription_ids": [
                 *         "ppsu_3P9Ny9pPv1zP5vcda7oF"
                 *       ],
                 *       "pricing_amount_type": "EXCLUDING_TAX",
                 *       "periods": [
                 *         {
                 *           "period_order": 1,
                 *           "amount_excluding_tax": {
                 *             "quantity": "12.63",
                 *             "currency": "USD"
                 *           },
                 *           "amount_including_tax": {
                 *             "quantity": "12.63",
                 *             "currency": "USD"
                 *           },
                 *           "billing_period": {
                 *             "type": "MONTH",
                 *             "value": 1
                 *           },
                 *           "start_at": "2026-01-01T00:00:00Z",
                 *           "end_at": "2026-02-01T00:00:00Z",
                 *           "tax_categories": [],
                 *           "groups": [
                 *             {
                 *               "group_order": 1,
                 *               "amount_excluding_tax": {
                 *                 "quantity": "12.63",
                 *                 "currency": "USD"
                 *               },
                 *               "amount_including_tax": {
                 *                 "quantity": "12.63",
                 *                 "currency": "USD"
                 *               },
                 *               "start_at": "2026-01-01T00:00:00Z",
                 *               "end_at": "2026-02-01T00:00:00Z",
                 *               "pricing_plan_subscription_id": "ppsu_3P9Ny9pPv1zP5vcda7oF",
                 *               "billing_customer_id": "cust_mrdKF55Y8iSbMkAQnAL7",
                 *               "tax_categories": [],
                 *               "lines": [
                 *                 {
                 *                   "id": "inli_6XQgxzAF3VXC8QdPuDca",
                 *                   "line_order": 1,
                 *                   "description": "Completion tokens: gpt-4o",
                 *                   "pricing_item_id": "pit_W34Wn40eIBrITO0g4lW4",
                 *                   "pricing_item_config_id": "pico_Bzv0mJKXUcq1cztlmDDT",
                 *                   "type": "REVENUE",
                 *                   "pricing_type": "FLAT",
                 *                   "tax_categories": [],
                 *                   "amount_excluding_tax": {
                 *                     "quantity": "12.63",
                 *                     "currency": "USD"
                 *                   },
                 *                   "amount_including_tax": {
                 *                     "quantity": "12.63",
                 *                     "currency": "USD"
                 *                   },
                 *                   "conditions": {
                 *                     "meter_properties": [
                 *                       {
                 *                         "reference": "model_id",
                 *                         "comparator": "EQUALS",
                 *                         "value": "gpt-4o"
                 *                       }
                 *                     ]
                 *                   },
                 *                   "meter_value": {
                 *                     "reference": "token_count",
                 *                     "type": "NUMBER",
                 *                     "number": "842000"
                 *                   },
                 *                   "details": {
                 *                     "amount": {
                 *                       "quantity": "12.63",
                 *                       "currency": "USD"
                 *                     },
                 *                     "pricing_currency": "USD",
                 *                     "pricing_amount": {
                 *                       "quantity": "12.63",
                 *                       "currency": "USD"
                 *                     },
                 *                     "band": {
                 *                       "amount": {
                 *                         "quantity": "0.015",
                 *                         "currency": "USD"
                 *                       },
                 *                       "block_size": {
                 *                         "number": "1000"
                 *                       }
                 *                     }
                 *                   }
                 *                 }
                 *               ]
                 *             }
                 *           ]
                 *         }
                 *       ],
                 *       "has_usage_based_pricing": true,
                 *       "billing_type": "DEFAULT",
                 *       "payment_status": "UNPAID",
                 *       "tax_summary": {
                 *         "base_amount": {
                 *           "quantity": "12.63",
                 *           "currency": "USD"
                 *         },
                 *         "tax_amount": {
                 *           "quantity": "0.00",
                 *           "currency": "USD"
                 *         },
                 *         "total_amount": {
                 *           "quantity": "12.63",
                 *           "currency": "USD"
                 *         }
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Invoice"];
            };
        };
        /** @description The invoice as a PDF document. */
        InvoicePdf: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /** @example %PDF-1.7 */
                "application/pdf": string;
            };
        };
        /** @description The invoice preview action response. */
        InvoicePreviewActionResponse: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "invoice": {
                 *         "object_type": "INVOICE",
                 *         "invoice_number": "PREVIEW",
                 *         "customer_id": "cust_mrdKF55Y8iSbMkAQnAL7",
                 *         "status": "DRAFT",
                 *         "type": "STANDARD",
                 *         "billing_currency": "USD",
                 *         "invoice_amount_including_tax": {
                 *           "quantity": "20.00",
                 *           "currency": "USD"
                 *         }
                 *       },
                 *       "first_invoice": {
                 *         "object_type": "INVOICE",
                 *         "invoice_number": "PREVIEW",
                 *         "customer_id": "cust_mrdKF55Y8iSbMkAQnAL7",
                 *         "status": "DRAFT",
                 *         "type": "STANDARD",
                 *         "billing_currency": "USD",
                 *         "invoice_amount_including_tax": {
                 *           "quantity": "20.00",
                 *           "currency": "USD"
                 *         }
                 *       },
                 *       "invoice_infos": [
                 *         {
                 *           "pricing_plan_schedule_id": "ppsc_DNA5ClhA5RTuBq509XNe",
                 *           "invoices": [
                 *             {
                 *               "object_type": "INVOICE",
                 *               "invoice_number": "PREVIEW",
                 *               "customer_id": "cust_mrdKF55Y8iSbMkAQnAL7",
                 *               "status": "DRAFT",
                 *               "type": "STANDARD",
                 *               "billing_currency": "USD",
                 *               "invoice_amount_including_tax": {
                 *                 "quantity": "20.00",
                 *                 "currency": "USD"
                 *               }
                 *             }
                 *           ]
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["InvoicePreviewActionResponse"];
            };
        };
        /** @description A page of invoices. */
        InvoiceResponseWrapper: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": [
                 *         {
                 *           "object_type": "INVOICE",
                 *           "id": "inv_QlRPIONOZ4WyKh4ysLas",
                 *           "invoice_number": null,
                 *           "customer_id": "cust_mrdKF55Y8iSbMkAQnAL7",
                 *           "customer_reference": "acme-corp",
                 *           "billing_entity_id": "bent_OVgP71kmbsqjhoMLfOue",
                 *           "status": "OPEN",
                 *           "on_hold": false,
                 *           "paid": false,
                 *           "type": "STANDARD",
                 *           "created_at": "2026-01-01T00:00:00Z",
                 *           "updated_at": "2026-01-05T10:00:00Z",
                 *           "invoice_date": "2026-02-01T00:00:00Z",
                 *           "due_date": "2026-03-03T00:00:00Z",
                 *           "billing_currency": "USD",
                 *           "invoice_amount_including_tax": {
                 *             "quantity": "12.63",
                 *             "currency": "USD"
                 *           },
                 *           "open_invoice_amount": {
                 *             "quantity": "12.63",
                 *             "currency": "USD"
                 *           },
                 *           "timezone": "UTC",
                 *           "billing_period": {
                 *             "type": "MONTH",
                 *             "value": 1
                 *           },
                 *           "pricing_plan_subscription_ids": [
                 *             "ppsu_3P9Ny9pPv1zP5vcda7oF"
                 *           ],
                 *           "pricing_amount_type": "EXCLUDING_TAX",
                 *           "periods": [
                 *             {
                 *               "period_order": 1,
                 *               "amount_excluding_tax": {
                 *                 "quantity": "12.63",
                 *                 "currency": "USD"
                 *               },
                 *               "amount_including_tax": {
                 *                 "quantity": "12.63",
                 *                 "currency": "USD"
                 *               },
                 *               "billing_period": {
                 *                 "type": "MONTH",
                 *                 "value": 1
                 *               },
                 *               "start_at": "2026-01-01T00:00:00Z",
                 *               "end_at": "2026-02-01T00:00:00Z",
                 *               "tax_categories": [],
                 *               "groups": [
                 *                 {
                 *                   "group_order": 1,
                 *                   "amount_excluding_tax": {
                 *                     "quantity": "12.63",
                 *                     "currency": "USD"
                 *                   },
                 *                   "amount_including_tax": {
                 *                     "quantity": "12.63",
                 *                     "currency": "USD"
                 *                   },
                 *                   "start_at": "2026-01-01T00:00:00Z",
                 *                   "end_at": "2026-02-01T00:00:00Z",
                 *                   "pricing_plan_subscription_id": "ppsu_3P9Ny9pPv1zP5vcda7oF",
                 *                   "billing_customer_id": "cust_mrdKF55Y8iSbMkAQnAL7",
                 *                   "tax_categories": [],
                 *                   "lines": [
                 *                     {
                 *                       "id": "inli_6XQgxzAF3VXC8QdPuDca",
                 *                       "line_order": 1,
                 *                       "description": "Completion tokens: gpt-4o",
                 *                       "pricing_item_id": "pit_W34Wn40eIBrITO0g4lW4",
                 *                       "pricing_item_config_id": "pico_Bzv0mJKXUcq1cztlmDDT",
                 *                       "type": "REVENUE",
                 *                       "pricing_type": "FLAT",
                 *                       "tax_categories": [],
                 *                       "amount_excluding_tax": {
                 *                         "quantity": "12.63",
                 *                         "currency": "USD"
                 *                       },
                 *                       "amount_including_tax": {
                 *                         "quantity": "12.63",
                 *                         "currency": "USD"
                 *                       },
                 *                       "conditions": {
                 *                         "meter_properties": [
                 *                           {
                 *                             "reference": "model_id",
                 *                             "comparator": "EQUALS",
                 *                             "value": "gpt-4o"
                 *                           }
                 *                         ]
                 *                       },
                 *                       "meter_value": {
                 *                         "reference": "token_count",
                 *                         "type": "NUMBER",
                 *                         "number": "842000"
                 *                       },
                 *                       "details": {
                 *                         "amount": {
                 *                           "quantity": "12.63",
                 *                           "currency": "USD"
                 *                         },
                 *                         "pricing_currency": "USD",
                 *                         "pricing_amount": {
                 *                           "quantity": "12.63",
                 *                           "currency": "USD"
                 *                         },
                 *                         "band": {
                 *                           "amount": {
                 *                             "quantity": "0.015",
                 *                             "currency": "USD"
                 *                           },
                 *                           "block_size": {
                 *                             "number": "1000"
                 *                           }
                 *                         }
                 *                       }
                 *                     }
                 *                   ]
                 *                 }
                 *               ]
                 *             }
                 *           ],
                 *           "has_usage_based_pricing": true,
                 *           "billing_type": "DEFAULT",
                 *           "payment_status": "UNPAID",
                 *           "tax_summary": {
                 *             "base_amount": {
                 *               "quantity": "12.63",
                 *               "currency": "USD"
                 *             },
                 *             "tax_amount": {
                 *               "quantity": "0.00",
                 *               "currency": "USD"
                 *             },
                 *             "total_amount": {
                 *               "quantity": "12.63",
                 *               "currency": "USD"
                 *             }
                 *           }
                 *         }
                 *       ],
                 *       "page": 1,
                 *       "limit": 50,
                 *       "total_number_of_pages": 1,
                 *       "links": {
                 *         "first": "/v1/invoices?page=1",
                 *         "previous": null,
                 *         "current": "/v1/invoices?page=1",
                 *         "next": null
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["InvoiceResponseWrapper"];
            };
        };
        /** @description The meter. */
        Meter: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "object_type": "METER",
                 *       "id": "metr_TOglEjoCW72VZrpkHfmg",
                 *       "reference": "completion_tokens",
                 *       "name": "Completion tokens",
                 *       "description": null,
                 *       "status": "ACTIVE",
                 *       "meter_values": [
                 *         {
                 *           "id": "metv_c5wkCJ8n7NyevZ1S36P6",
                 *           "reference": "token_count",
                 *           "required": true
                 *         }
                 *       ],
                 *       "meter_properties": [
                 *         {
                 *           "id": "metp_zLkKzMep8j7a8zOre1vM",
                 *           "reference": "model_id",
                 *           "required": true
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["Meter"];
            };
        };
        /** @description The meter data. */
        MeterData: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "object_type": "METER_DATA",
                 *       "id": "mtda_dqMoPmk8aYDJ6thxVbnb",
                 *       "reference": "req_0123456789-completion",
                 *       "type": "INGEST",
                 *       "customer_id": "cust_mrdKF55Y8iSbMkAQnAL7",
                 *       "customer_reference": "acme-corp",
                 *       "meter_id": "metr_TOglEjoCW72VZrpkHfmg",
                 *       "meter_reference": "completion_tokens",
                 *       "pricing_plan_subscription_id": "ppsu_3P9Ny9pPv1zP5vcda7oF",
                 *       "timestamp": "2026-01-05T10:00:00Z",
                 *       "created_at": "2026-01-05T10:00:01Z",
                 *       "meter_properties": [
                 *         {
                 *           "id": "metp_zLkKzMep8j7a8zOre1vM",
                 *           "reference": "model_id",
                 *           "value": "gpt-4o"
                 *         }
                 *       ],
                 *       "meter_values": [
                 *         {
                 *           "id": "metv_c5wkCJ8n7NyevZ1S36P6",
                 *           "reference": "token_count",
                 *           "number": "842"
                 *         }
                 *       ],
                 *       "processed_details": {
                 *         "type": "DEFAULT"
                 *       },
                 *       "deleted": false
                 *     }
                 */
                "application/json": components["schemas"]["MeterData"];
            };
        };
        /** @description The header line of a CSV upload: one column a property and a value of the meter. */
        MeterDataFile: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /** @example reference,customer_reference,timestamp,model_id,token_count */
                "text/csv": string;
            };
        };
        /** @description The meter datas. */
        MeterDatas: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "meter_datas": [
                 *         {
                 *           "object_type": "METER_DATA",
                 *           "id": "mtda_Ro3opDOAl5Q2vulgfSec",
                 *           "reference": "req_0123456789-completion",
                 *           "type": "INGEST",
                 *           "customer_id": "cust_mrdKF55Y8iSbMkAQnAL7",
                 *           "customer_reference": "acme-corp",
                 *           "meter_id": "metr_TOglEjoCW72VZrpkHfmg",
                 *           "meter_reference": "completion_tokens",
                 *           "pricing_plan_subscription_id": "ppsu_3P9Ny9pPv1zP5vcda7oF",
                 *           "timestamp": "2026-01-05T10:00:00Z",
                 *           "created_at": "2026-01-05T10:00:01Z",
                 *           "meter_properties": [
                 *             {
                 *               "id": "metp_zLkKzMep8j7a8zOre1vM",
                 *               "reference": "model_id",
                 *               "value": "gpt-4o"
                 *             }
                 *           ],
                 *           "meter_values": [
                 *             {
                 *               "id": "metv_c5wkCJ8n7NyevZ1S36P6",
                 *               "reference": "token_count",
                 *               "number": "842"
                 *             }
                 *           ],
                 *           "processed_details": {
                 *             "type": "DEFAULT"
                 *           },
                 *           "deleted": false
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["MeterDatas"];
            };
        };
        /** @description The meter property. */
        MeterProperty: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "object_type": "METER_PROPERTY",
                 *       "id": "metp_zLkKzMep8j7a8zOre1vM",
                 *       "reference": "model_id",
                 *       "name": "Model",
                 *       "description": "The model that served the request.",
                 *       "status": "ACTIVE",
                 *       "type": "STRING",
                 *       "enum_values": null
                 *     }
                 */
                "application/json": components["schemas"]["MeterProperty"];
            };
        };
        /** @description All meter properties. */
        MeterPropertyResponseWrapper: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": [
                 *         {
                 *           "object_type": "METER_PROPERTY",
                 *           "id": "metp_zLkKzMep8j7a8zOre1vM",
                 *           "reference": "model_id",
                 *           "name": "Model",
                 *           "description": "The model that served the request.",
                 *           "status": "ACTIVE",
                 *           "type": "STRING",
                 *           "enum_values": null
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["MeterPropertyResponseWrapper"];
            };
        };
        /** @description All meters. */
        MeterResponseWrapper: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": [
                 *         {
                 *           "object_type": "METER",
                 *           "id": "metr_TOglEjoCW72VZrpkHfmg",
                 *           "reference": "completion_tokens",
                 *           "name": "Completion tokens",
                 *           "description": null,
                 *           "status": "ACTIVE",
                 *           "meter_values": [
                 *             {
                 *               "id": "metv_c5wkCJ8n7NyevZ1S36P6",
                 *               "reference": "token_count",
                 *               "required": true
                 *             }
                 *           ],
                 *           "meter_properties": [
                 *             {
                 *               "id": "metp_zLkKzMep8j7a8zOre1vM",
                 *               "reference": "model_id",
                 *               "required": true
                 *             }
                 *           ]
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["MeterResponseWrapper"];
            };
        };
        /** @description The meter value. */
        MeterValue: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "object_type": "METER_VALUE",
                 *       "id": "metv_c5wkCJ8n7NyevZ1S36P6",
                 *       "reference": "token_count",
                 *       "name": "Token count",
                 *       "description": null,
                 *       "status": "ACTIVE",
                 *       "type": "NUMBER"
                 *     }
                 */
                "application/json": components["schemas"]["MeterValue"];
            };
        };
        /** @description The meter value calculation. */
        MeterValueCalculation: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "object_type": "METER_VALUE_CALCULATION",
                 *       "id": "bmet_KQziO1dSFWFkvOPhwrH0",
                 *       "reference": "completion_tokens_sum",
                 *       "name": "Completion tokens",
                 *       "description": null,
                 *       "calculation_type": "SUM",
                 *       "persist": false,
                 *       "meter_id": "metr_TOglEjoCW72VZrpkHfmg",
                 *       "meter_value_id": "metv_c5wkCJ8n7NyevZ1S36P6",
                 *       "meter_property_id": null
                 *     }
                 */
                "application/json": components["schemas"]["MeterValueCalculation"];
            };
        };
        /** @description All meter value calculations. */
        MeterValueCalculationResponseWrapper: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": [
                 *         {
                 *           "object_type": "METER_VALUE_CALCULATION",
                 *           "id": "bmet_KQziO1dSFWFkvOPhwrH0",
                 *           "reference": "completion_tokens_sum",
                 *           "name": "Completion tokens",
                 *           "description": null,
                 *           "calculation_type": "SUM",
                 *           "persist": false,
                 *           "meter_id": "metr_TOglEjoCW72VZrpkHfmg",
                 *           "meter_value_id": "metv_c5wkCJ8n7NyevZ1S36P6",
                 *           "meter_property_id": null
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["MeterValueCalculationResponseWrapper"];
            };
        };
        /** @description All meter values. */
        MeterValueResponseWrapper: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": [
                 *         {
                 *           "object_type": "METER_VALUE",
                 *           "id": "metv_c5wkCJ8n7NyevZ1S36P6",
                 *           "reference": "token_count",
                 *           "name": "Token count",
                 *           "description": null,
                 *           "status": "ACTIVE",
                 *           "type": "NUMBER"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["MeterValueResponseWrapper"];
            };
        };
        /** @description The resource, or one that the request refers to, does not exist. */
        NotFound: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "INVALID_REQUEST",
                 *       "code": "RESOURCE_NOT_FOUND",
                 *       "resource_id": "prompt_tokens",
                 *       "resource_type": "METER",
                 *       "message": "The requested METER could not be found"
                 *     }
                 */
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description The pricings of the schedule with a price on demand, by category. */
        OnDemandPricingItems: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "pricing_plan_subscription_id": "ppsu_3P9Ny9pPv1zP5vcda7oF",
                 *       "pricing_plan_schedule_id": "ppsc_DNA5ClhA5RTuBq509XNe",
                 *       "pricing_plan_version_id": "ppve_BvWol5AOO1dnllYdZ8CA",
                 *       "pricing_categories": [
                 *         {
                 *           "product_category_id": "prca_Jt0ZpZzGzjYbfQ5cBq3d",
                 *           "pricings": [
                 *             {
                 *               "id": "pric_8sKQ5mVJ2rYtL0aXbN7c",
                 *               "name": "Top-up",
                 *               "items": [
                 *                 {
                 *                   "id": "prii_Xo2b8sXh1nQv5dLk3mTz",
                 *                   "product_item_ids": [
                 *                     "proi_CmIp9i13vUSOPLpDHNzk"
                 *                   ],
                 *                   "configs": [
                 *                     {
                 *                       "on_demand": true,
                 *                       "type": "FIXED",
                 *                       "bands": [
                 *                         {
                 *                           "fixed_amount": {
                 *                             "quantity": "50.00",
                 *                             "currency": "USD"
                 *                           }
                 *                         }
                 *                       ],
                 *                       "wallet_grants": [
                 *                         {
                 *                           "wallet_type_id": "wtyp_5Kd0aQzW8rTn3LmYx1Vb",
                 *                           "credits_grant": {
                 *                             "credits": {
                 *                               "quantity": "1000",
                 *                               "credit_type_id": "ctyp_2Bf7gHq9LsWz4Kx0MvRn"
                 *                             }
                 *                           }
                 *                         }
                 *                       ]
                 *                     }
                 *                   ]
                 *                 }
                 *               ]
                 *             }
                 *           ]
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["OnDemandPricingItemsResponse"];
            };
        };
        /** @description The persist data. */
        PersistData: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "object_type": "PERSIST_DATA",
                 *       "id": "peda_9z3RFZHxOBvlZeCSlqR3",
                 *       "customer_id": "cust_mrdKF55Y8iSbMkAQnAL7",
                 *       "pricing_id": "pric_sT9V3BpmN3UN862Myngk",
                 *       "pricing_item_id": "pit_W34Wn40eIBrITO0g4lW4",
                 *       "pricing_item_config_id": "pico_Bzv0mJKXUcq1cztlmDDT",
                 *       "pricing_plan_subscription_id": "ppsu_3P9Ny9pPv1zP5vcda7oF",
                 *       "reference": "moved-january",
                 *       "period": {
                 *         "start_at": "2026-01-01T00:00:00Z",
                 *         "end_at": "2026-02-01T00:00:00Z"
                 *       },
                 *       "persist_usage": "125000",
                 *       "timestamp": "2026-01-05T10:00:00Z"
                 *     }
                 */
                "application/json": components["schemas"]["PersistData"];
            };
        };
        /** @description The pricing. */
        Pricing: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "object_type": "PRICING",
                 *       "id": "pric_sT9V3BpmN3UN862Myngk",
                 *       "pricing_plan_version_id": "ppve_BvWol5AOO1dnllYdZ8CA",
                 *       "name": "Agent",
                 *       "product_type": "DEFAULT",
                 *       "product_ids": [
                 *         "prod_ffEndLlFiZfbUX4Og7JW"
                 *       ],
                 *       "display_order": 0,
                 *       "entitlements": [
                 *         {
                 *           "feature_reference": "monthly_token_budget",
                 *           "number": "10000000"
                 *         },
                 *         {
                 *           "feature_reference": "available_models",
                 *           "enum": "gpt-4o"
                 *         },
                 *         {
                 *           "feature_reference": "available_models",
                 *           "enum": "gpt-4o-mini"
                 *         },
                 *         {
                 *           "feature_reference": "priority_queue",
                 *           "switch": true
                 *         }
                 *       ],
                 *       "items": [
                 *         {
                 *           "object_type": "PRICING_ITEM",
                 *           "id": "pit_W34Wn40eIBrITO0g4lW4",
                 *           "product_item_ids": [
                 *             "proi_dOuNkBZWykWb7Li2bDZu"
                 *           ],
                 *           "configs": [
                 *             {
                 *               "object_type": "PRICING_ITEM_CONFIG",
                 *               "id": "pico_Bzv0mJKXUcq1cztlmDDT",
                 *               "order": 1,
                 *               "type": "FLAT",
                 *               "conditions": {
                 *                 "meter_properties": [
                 *                   {
                 *                     "reference": "model_id",
                 *                     "comparator": "EQUALS",
                 *                     "value": "gpt-4o"
                 *                   }
                 *                 ]
                 *               },
                 *               "bands": [
                 *                 {
                 *                   "amount": {
                 *                     "quantity": "0.015",
                 *                     "currency": "USD"
                 *                   },
                 *                   "block_size": {
                 *                     "number": "1000"
                 *                   }
                 *                 }
                 *               ]
                 *             },
                 *             {
                 *               "object_type": "PRICING_ITEM_CONFIG",
                 *               "id": "pico_LsJ32EDbsfdV45KhNkUw",
                 *               "order": 2,
                 *               "type": "FLAT",
                 *               "bands": [
                 *                 {
                 *                   "amount": {
                 *                     "quantity": "0.0006",
                 *                     "currency": "USD"
                 *                   },
                 *                   "block_size": {
                 *                     "number": "1000"
                 *                   }
                 *                 }
                 *               ]
                 *             }
                 *           ],
                 *           "display_order": 0
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["Pricing"];
            };
        };
        /** @description The pricing group. */
        PricingGroup: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "object_type": "PRICING_GROUP",
                 *       "id": "prig_CBqj6U8L6783iEASInFp",
                 *       "pricing_plan_version_id": "ppve_BvWol5AOO1dnllYdZ8CA",
                 *       "name": "Support",
                 *       "product_type": "ADDON",
                 *       "selection_constraint": "AT_MOST_ONE",
                 *       "pricings": [
                 *         {
                 *           "object_type": "PRICING",
                 *           "id": "pric_NjGjEpcs4XgIALg3lNmZ",
                 *           "pricing_group_id": "prig_CBqj6U8L6783iEASInFp",
                 *           "name": "Support by day",
                 *           "product_ids": [
                 *             "prod_qCJJDPHpBPSTnuRJgUGA"
                 *           ]
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["PricingGroup"];
            };
        };
        /** @description The pricing plan. */
        PricingPlan: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "object_type": "PRICING_PLAN",
                 *       "id": "ppl_d74mtKMFF8kRAqL2ehtw",
                 *       "reference": "ai_pro",
                 *       "name": "Pro",
                 *       "description": null,
                 *       "customer_id": null,
                 *       "type": "STANDARD",
                 *       "amount_type": "EXCLUDING_TAX",
                 *       "pricing_plan_version_infos": [
                 *         {
                 *           "version": 1,
                 *           "id": "ppve_BvWol5AOO1dnllYdZ8CA",
                 *           "status": "ACTIVE"
                 *         }
                 *       ],
                 *       "pricing_currencies": [
                 *         "USD"
                 *       ],
                 *       "variant": "DEFAULT"
                 *     }
                 */
                "application/json": components["schemas"]["PricingPlan"];
            };
        };
        /** @description A page of pricing plans. */
        PricingPlanResponseWrapper: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": [
                 *         {
                 *           "object_type": "PRICING_PLAN",
                 *           "id": "ppl_d74mtKMFF8kRAqL2ehtw",
                 *           "reference": "ai_pro",
                 *           "name": "Pro",
                 *           "description": null,
                 *           "customer_id": null,
                 *           "type": "STANDARD",
                 *           "amount_type": "EXCLUDING_TAX",
                 *           "pricing_plan_version_infos": [
                 *             {
                 *               "version": 1,
                 *               "id": "ppve_BvWol5AOO1dnllYdZ8CA",
                 *               "status": "ACTIVE"
                 *             }
                 *           ],
                 *           "pricing_currencies": [
                 *             "USD"
                 *           ],
                 *           "variant": "DEFAULT"
                 *         }
                 *       ],
                 *       "page": 1,
                 *       "limit": 50,
                 *       "total_number_of_pages": 1,
                 *       "links": {
                 *         "first": "/v1/pricing-plans?page=1",
                 *         "previous": null,
                 *         "current": "/v1/pricing-plans?page=1",
                 *         "next": null
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["PricingPlanResponseWrapper"];
            };
        };
        /** @description The pricing plan schedule. */
        PricingPlanSchedule: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "object_type": "PRICING_PLAN_SCHEDULE",
                 *       "id": "ppsc_DNA5ClhA5RTuBq509XNe",
                 *       "type": "DEFAULT",
                 *       "pricing_plan_subscription_id": "ppsu_3P9Ny9pPv1zP5vcda7oF",
                 *       "pricing_plan_id": "ppl_d74mtKMFF8kRAqL2ehtw",
                 *       "pricing_plan_version_id": "ppve_BvWol5AOO1dnllYdZ8CA",
                 *       "start_at": "2026-01-01T00:00:00Z",
                 *       "end_at": null,
                 *       "pricing_currency": "USD",
                 *       "billing_period": {
                 *         "type": "MONTH",
                 *         "value": 1
                 *       },
                 *       "created_at": "2026-01-01T00:00:00Z"
                 *     }
                 */
                "application/json": components["schemas"]["PricingPlanSchedule"];
            };
        };
        /** @description All schedules. */
        PricingPlanScheduleResponseWrapper: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": [
                 *         {
                 *           "object_type": "PRICING_PLAN_SCHEDULE",
                 *           "id": "ppsc_DNA5ClhA5RTuBq509XNe",
                 *           "type": "DEFAULT",
                 *           "pricing_plan_subscription_id": "ppsu_3P9Ny9pPv1zP5vcda7oF",
                 *           "pricing_plan_id": "ppl_d74mtKMFF8kRAqL2ehtw",
                 *           "pricing_plan_version_id": "ppve_BvWol5AOO1dnllYdZ8CA",
                 *           "start_at": "2026-01-01T00:00:00Z",
                 *           "end_at": null,
                 *           "pricing_currency": "USD",
                 *           "billing_period": {
                 *             "type": "MONTH",
                 *             "value": 1
                 *           },
                 *           "created_at": "2026-01-01T00:00:00Z"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["PricingPlanScheduleResponseWrapper"];
            };
        };
        /** @description The pricing plan subscription. */
        PricingPlanSubscription: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "object_type": "PRICING_PLAN_SUBSCRIPTION",
                 *       "id": "ppsu_3P9Ny9pPv1zP5vcda7oF",
                 *       "created_at": "2026-01-01T00:00:00Z",
                 *       "updated_at": "2026-01-01T00:00:00Z",
                 *       "activated_at": "2026-01-01T00:00:00Z",
                 *       "status": "ACTIVE",
                 *       "reference": "acme-pro",
                 *       "name": "Pro",
                 *       "customer_id": "cust_mrdKF55Y8iSbMkAQnAL7",
                 *       "customer_reference": "acme-corp",
                 *       "billing_entity_id": "bent_OVgP71kmbsqjhoMLfOue",
                 *       "billing_period": {
                 *         "type": "MONTH",
                 *         "value": 1
                 *       },
                 *       "billing_currency": "USD",
                 *       "due_date_configuration": {
                 *         "type": "PERIOD_AFTER_INVOICE_DATE",
                 *         "period": {
                 *           "type": "DAY",
                 *           "value": 30
                 *         }
                 *       },
                 *       "auto_renewal": true,
                 *       "type": "BILLING",
                 *       "variant": "DEFAULT",
                 *       "billing_time": "CALENDAR",
                 *       "pricing_plan_schedule_infos": [
                 *         {
                 *           "id": "ppsc_DNA5ClhA5RTuBq509XNe",
                 *           "pricing_plan_id": "ppl_d74mtKMFF8kRAqL2ehtw",
                 *           "pricing_plan_version_id": "ppve_BvWol5AOO1dnllYdZ8CA",
                 *           "start_at": "2026-01-01T00:00:00Z",
                 *           "end_at": null
                 *         }
                 *       ],
                 *       "inactive_periods": [],
                 *       "next_invoice": {
                 *         "invoice_date": "2026-02-01T00:00:00Z",
                 *         "invoice_id": "inv_QlRPIONOZ4WyKh4ysLas"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["PricingPlanSubscription"];
            };
        };
        /** @description The pricing plan subscription init. */
        PricingPlanSubscriptionInit: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "customer": {
                 *         "object_type": "CUSTOMER",
                 *         "id": "cust_mrdKF55Y8iSbMkAQnAL7",
                 *         "reference": "acme-corp",
                 *         "status": "ACTIVE",
                 *         "type": "ORGANIZATION"
                 *       },
                 *       "pricing_plan_subscription": {
                 *         "object_type": "PRICING_PLAN_SUBSCRIPTION",
                 *         "id": "ppsu_3P9Ny9pPv1zP5vcda7oF",
                 *         "status": "ACTIVE",
                 *         "reference": "acme-pro",
                 *         "customer_id": "cust_mrdKF55Y8iSbMkAQnAL7",
                 *         "billing_period": {
                 *           "type": "MONTH",
                 *           "value": 1
                 *         },
                 *         "billing_currency": "USD",
                 *         "billing_time": "CALENDAR"
                 *       },
                 *       "pricing_plan_schedules": [
                 *         {
                 *           "object_type": "PRICING_PLAN_SCHEDULE",
                 *           "id": "ppsc_DNA5ClhA5RTuBq509XNe",
                 *           "type": "DEFAULT",
                 *           "pricing_plan_subscription_id": "ppsu_3P9Ny9pPv1zP5vcda7oF",
                 *           "pricing_plan_id": "ppl_d74mtKMFF8kRAqL2ehtw",
                 *           "pricing_plan_version_id": "ppve_BvWol5AOO1dnllYdZ8CA",
                 *           "start_at": "2026-01-01T00:00:00Z",
                 *           "end_at": null,
                 *           "pricing_currency": "USD",
                 *           "billing_period": {
                 *             "type": "MONTH",
                 *             "value": 1
                 *           },
                 *           "created_at": "2026-01-01T00:00:00Z"
                 *         }
                 *       ],
                 *       "pricing_plan_subscription_start_at": "2026-01-01T00:00:00Z",
                 *       "entitlements_summary": {
                 *         "entitlements": [
                 *           {
                 *             "feature_reference": "monthly_token_budget",
                 *             "number": "10000000"
                 *           }
                 *         ],
                 *         "pricing_plan_subscription_entitlements": []
                 *       },
                 *       "invoice": {
                 *         "object_type": "INVOICE",
                 *         "id": "inv_QlRPIONOZ4WyKh4ysLas",
                 *         "status": "OPEN",
                 *         "type": "STANDARD",
                 *         "customer_id": "cust_mrdKF55Y8iSbMkAQnAL7"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["PricingPlanSubscriptionInit"];
            };
        };
        /** @description A page of subscriptions. */
        PricingPlanSubscriptionResponseWrapper: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": [
                 *         {
                 *           "object_type": "PRICING_PLAN_SUBSCRIPTION",
                 *           "id": "ppsu_3P9Ny9pPv1zP5vcda7oF",
                 *           "created_at": "2026-01-01T00:00:00Z",
                 *           "updated_at": "2026-01-01T00:00:00Z",
                 *           "activated_at": "2026-01-01T00:00:00Z",
                 *           "status": "ACTIVE",
                 *           "reference": "acme-pro",
                 *           "name": "Pro",
                 *           "customer_id": "cust_mrdKF55Y8iSbMkAQnAL7",
                 *           "customer_reference": "acme-corp",
                 *           "billing_entity_id": "bent_OVgP71kmbsqjhoMLfOue",
                 *           "billing_period": {
                 *             "type": "MONTH",
                 *             "value": 1
                 *           },
                 *           "billing_currency": "USD",
                 *           "due_date_configuration": {
                 *             "type": "PERIOD_AFTER_INVOICE_DATE",
                 *             "period": {
                 *               "type": "DAY",
                 *               "value": 30
                 *             }
                 *           },
                 *           "auto_renewal": true,
                 *           "type": "BILLING",
                 *           "variant": "DEFAULT",
                 *           "billing_time": "CALENDAR",
                 *           "pricing_plan_schedule_infos": [
                 *             {
                 *               "id": "ppsc_DNA5ClhA5RTuBq509XNe",
                 *               "pricing_plan_id": "ppl_d74mtKMFF8kRAqL2ehtw",
                 *               "pricing_plan_version_id": "ppve_BvWol5AOO1dnllYdZ8CA",
                 *               "start_at": "2026-01-01T00:00:00Z",
                 *               "end_at": null
                 *             }
                 *           ],
                 *           "inactive_periods": [],
                 *           "next_invoice": {
                 *             "invoice_date": "2026-02-01T00:00:00Z",
                 *             "invoice_id": "inv_QlRPIONOZ4WyKh4ysLas"
                 *           }
                 *         }
                 *       ],
                 *       "page": 1,
                 *       "limit": 50,
                 *       "total_number_of_pages": 1,
                 *       "links": {
                 *         "first": "/v1/pricing-plan-subscriptions?page=1",
                 *         "previous": null,
                 *         "current": "/v1/pricing-plan-subscriptions?page=1",
                 *         "next": null
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["PricingPlanSubscriptionResponseWrapper"];
            };
        };
        /** @description The pricing plan version. */
        PricingPlanVersion: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "object_type": "PRICING_PLAN_VERSION",
                 *       "id": "ppve_BvWol5AOO1dnllYdZ8CA",
                 *       "pricing_plan_id": "ppl_d74mtKMFF8kRAqL2ehtw",
                 *       "version": 1,
                 *       "status": "ACTIVE",
                 *       "pricing_currency_settings": {
                 *         "default_pricing_currency": "USD",
                 *         "pricing_currencies": [
                 *           "USD"
                 *         ]
                 *       },
                 *       "billing_period_settings": {
                 *         "billing_periods": [
                 *           {
                 *             "period": {
                 *               "type": "MONTH",
                 *               "value": 1
                 *             }
                 *           }
                 *         ]
                 *       },
                 *       "copied_from_pricing_plan_version_id": null,
                 *       "pricing_categories": [
                 *         {
                 *           "object_type": "PRICING_CATEGORY",
                 *           "id": "prca_yxypRlkHsuAXfToyRK6X",
                 *           "product_category_id": "proc_aDgNrPMUxmWMduSEShKb",
                 *           "pricings": [
                 *             {
                 *               "object_type": "PRICING",
                 *               "id": "pric_sT9V3BpmN3UN862Myngk",
                 *               "pricing_plan_version_id": "ppve_BvWol5AOO1dnllYdZ8CA",
                 *               "name": "Agent",
                 *               "product_type": "DEFAULT",
                 *               "product_ids": [
                 *                 "prod_ffEndLlFiZfbUX4Og7JW"
                 *               ],
                 *               "display_order": 0,
                 *               "entitlements": [
                 *                 {
                 *                   "feature_reference": "monthly_token_budget",
                 *                   "number": "10000000"
                 *                 },
                 *                 {
                 *                   "feature_reference": "available_models",
                 *                   "enum": "gpt-4o"
                 *                 },
                 *                 {
                 *                   "feature_reference": "available_models",
                 *                   "enum": "gpt-4o-mini"
                 *                 },
                 *                 {
                 *                   "feature_reference": "priority_queue",
                 *                   "switch": true
                 *                 }
                 *               ],
                 *               "items": [
                 *                 {
                 *                   "object_type": "PRICING_ITEM",
                 *                   "id": "pit_W34Wn40eIBrITO0g4lW4",
                 *                   "product_item_ids": [
                 *                     "proi_dOuNkBZWykWb7Li2bDZu"
                 *                   ],
                 *                   "configs": [
                 *                     {
                 *                       "object_type": "PRICING_ITEM_CONFIG",
                 *                       "id": "pico_Bzv0mJKXUcq1cztlmDDT",
                 *                       "order": 1,
                 *                       "type": "FLAT",
                 *                       "conditions": {
                 *                         "meter_properties": [
                 *                           {
                 *                             "reference": "model_id",
                 *                             "comparator": "EQUALS",
                 *                             "value": "gpt-4o"
                 *                           }
                 *                         ]
                 *                       },
                 *                       "bands": [
                 *                         {
                 *                           "amount": {
                 *                             "quantity": "0.015",
                 *                             "currency": "USD"
                 *                           },
                 *                           "block_size": {
                 *                             "number": "1000"
                 *                           }
                 *                         }
                 *                       ]
                 *                     },
                 *                     {
                 *                       "object_type": "PRICING_ITEM_CONFIG",
                 *                       "id": "pico_LsJ32EDbsfdV45KhNkUw",
                 *                       "order": 2,
                 *                       "type": "FLAT",
                 *                       "bands": [
                 *                         {
                 *                           "amount": {
                 *                             "quantity": "0.0006",
                 *                             "currency": "USD"
                 *                           },
                 *                           "block_size": {
                 *                             "number": "1000"
                 *                           }
                 *                         }
                 *                       ]
                 *                     }
                 *                   ],
                 *                   "display_order": 0
                 *                 }
                 *               ]
                 *             }
                 *           ],
                 *           "display_order": 0
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["PricingPlanVersion"];
            };
        };
        /** @description The product. */
        Product: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "object_type": "PRODUCT",
                 *       "id": "prod_ffEndLlFiZfbUX4Og7JW",
                 *       "category_id": "proc_aDgNrPMUxmWMduSEShKb",
                 *       "parent_product_id": null,
                 *       "name": "Agent",
                 *       "reference": "agent",
                 *       "description": null,
                 *       "status": "ACTIVE",
                 *       "product_type": "DEFAULT",
                 *       "tax_category": "STANDARD",
                 *       "features": [
                 *         {
                 *           "id": "feat_DzXUthTtO4UjgJ36yFmC",
                 *           "reference": "available_models"
                 *         }
                 *       ],
                 *       "display_order": 0
                 *     }
                 */
                "application/json": components["schemas"]["Product"];
            };
        };
        /** @description The product category. */
        ProductCategory: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "object_type": "PRODUCT_CATEGORY",
                 *       "id": "proc_aDgNrPMUxmWMduSEShKb",
                 *       "name": "AI usage",
                 *       "reference": "ai_usage",
                 *       "description": null,
                 *       "tax_category": "STANDARD",
                 *       "display_order": 0,
                 *       "customer_id": null
                 *     }
                 */
                "application/json": components["schemas"]["ProductCategory"];
            };
        };
        /** @description A page of product categories. */
        ProductCategoryResponseWrapper: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": [
                 *         {
                 *           "object_type": "PRODUCT_CATEGORY",
                 *           "id": "proc_aDgNrPMUxmWMduSEShKb",
                 *           "name": "AI usage",
                 *           "reference": "ai_usage",
                 *           "description": null,
                 *           "tax_category": "STANDARD",
                 *           "display_order": 0,
                 *           "customer_id": null
                 *         }
                 *       ],
                 *       "page": 1,
                 *       "limit": 50,
                 *       "total_number_of_pages": 1,
                 *       "links": {
                 *         "first": "/v1/product-categories?page=1",
                 *         "previous": null,
                 *         "current": "/v1/product-categories?page=1",
                 *         "next": null
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["ProductCategoryResponseWrapper"];
            };
        };
        /** @description The product item. */
        ProductItem: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "object_type": "PRODUCT_ITEM",
                 *       "id": "proi_dOuNkBZWykWb7Li2bDZu",
                 *       "product_id": "prod_ffEndLlFiZfbUX4Og7JW",
                 *       "name": "Completion tokens",
                 *       "status": "ACTIVE",
                 *       "reference": "completion_tokens_item",
                 *       "description": null,
                 *       "type": "REVENUE",
                 *       "model_type": "USAGE_BASED",
                 *       "usage_based": {
                 *         "meter_value_calculation_id": "bmet_KQziO1dSFWFkvOPhwrH0"
                 *       },
                 *       "tax_category": "STANDARD",
                 *       "display_order": 1,
                 *       "unit_name": {
                 *         "singular": "token",
                 *         "plural": "tokens"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["ProductItem"];
            };
        };
        /** @description A page of product items. */
        ProductItemResponseWrapper: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": [
                 *         {
                 *           "object_type": "PRODUCT_ITEM",
                 *           "id": "proi_dOuNkBZWykWb7Li2bDZu",
                 *           "product_id": "prod_ffEndLlFiZfbUX4Og7JW",
                 *           "name": "Completion tokens",
                 *           "status": "ACTIVE",
                 *           "reference": "completion_tokens_item",
                 *           "description": null,
                 *           "type": "REVENUE",
                 *           "model_type": "USAGE_BASED",
                 *           "usage_based": {
                 *             "meter_value_calculation_id": "bmet_KQziO1dSFWFkvOPhwrH0"
                 *           },
                 *           "tax_category": "STANDARD",
                 *           "display_order": 1,
                 *           "unit_name": {
                 *             "singular": "token",
                 *             "plural": "tokens"
                 *           }
                 *         }
                 *       ],
                 *       "page": 1,
                 *       "limit": 50,
                 *       "total_number_of_pages": 1,
                 *       "links": {
                 *         "first": "/v1/product-items?page=1",
                 *         "previous": null,
                 *         "current": "/v1/product-items?page=1",
                 *         "next": null
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["ProductItemResponseWrapper"];
            };
        };
        /** @description A page of products. */
        ProductResponseWrapper: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": [
                 *         {
                 *           "object_type": "PRODUCT",
                 *           "id": "prod_ffEndLlFiZfbUX4Og7JW",
                 *           "category_id": "proc_aDgNrPMUxmWMduSEShKb",
                 *           "parent_product_id": null,
                 *           "name": "Agent",
                 *           "reference": "agent",
                 *           "description": null,
                 *           "status": "ACTIVE",
                 *           "product_type": "DEFAULT",
                 *           "tax_category": "STANDARD",
                 *           "features": [
                 *             {
                 *               "id": "feat_DzXUthTtO4UjgJ36yFmC",
                 *               "reference": "available_models"
                 *             }
                 *           ],
                 *           "display_order": 0
                 *         }
                 *       ],
                 *       "page": 1,
                 *       "limit": 50,
                 *       "total_number_of_pages": 1,
                 *       "links": {
                 *         "first": "/v1/products?page=1",
                 *         "previous": null,
                 *         "current": "/v1/products?page=1",
                 *         "next": null
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["ProductResponseWrapper"];
            };
        };
        /** @description The reprocess. */
        Reprocess: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "object_type": "REPROCESS",
                 *       "id": "repr_C0qA9MObWICMizynM7di",
                 *       "type": "NOT_MATCHED",
                 *       "created_at": "2026-01-05T10:00:00Z",
                 *       "status": "FINISHED",
                 *       "percentage": 100,
                 *       "not_matched": {
                 *         "customer_id": "cust_mrdKF55Y8iSbMkAQnAL7",
                 *         "start_at": "2026-01-01T00:00:00Z",
                 *         "end_at": "2026-02-01T00:00:00Z"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Reprocess"];
            };
        };
        /** @description A page of reprocessing runs. */
        ReprocessResponseWrapper: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": [
                 *         {
                 *           "object_type": "REPROCESS",
                 *           "id": "repr_C0qA9MObWICMizynM7di",
                 *           "type": "NOT_MATCHED",
                 *           "created_at": "2026-01-05T10:00:00Z",
                 *           "status": "FINISHED",
                 *           "percentage": 100,
                 *           "not_matched": {
                 *             "customer_id": "cust_mrdKF55Y8iSbMkAQnAL7",
                 *             "start_at": "2026-01-01T00:00:00Z",
                 *             "end_at": "2026-02-01T00:00:00Z"
                 *           }
                 *         }
                 *       ],
                 *       "page": 1,
                 *       "limit": 50,
                 *       "total_number_of_pages": 1,
                 *       "links": {
                 *         "first": "/v1/reprocess?page=1",
                 *         "previous": null,
                 *         "current": "/v1/reprocess?page=1",
                 *         "next": null
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["ReprocessResponseWrapper"];
            };
        };
        /** @description The first request with this Idempotency-Key is still under way. Try again. */
        RequestInFlight: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "INVALID_REQUEST",
                 *       "code": "IDEMPOTENCY_CHECK_FAILED",
                 *       "message": "A request with this Idempotency-Key is still under way"
                 *     }
                 */
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description Too many requests. The vendor documents no rate limit; a client must still expect this. */
        TooManyRequests: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "API_ERROR",
                 *       "code": "UNABLE_TO_PROCESS_INSTRUCTIONS",
                 *       "message": "Too many requests"
                 *     }
                 */
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description The key is missing, unknown, or of the other environment. */
        Unauthorised: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "INVALID_REQUEST",
                 *       "code": "UNAUTHORISED",
                 *       "message": "A valid API key is required"
                 *     }
                 */
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description The server is not available for the moment. Always safe to try again. */
        Unavailable: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                "Transient-error": components["headers"]["TransientError"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "API_ERROR",
                 *       "code": "INTERNAL_ERROR",
                 *       "message": "The service is temporarily unavailable"
                 *     }
                 */
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description Any other failure: an unknown method, a body that is too large or not JSON. */
        Unexpected: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "INVALID_REQUEST",
                 *       "code": "UNSUPPORTED_MEDIA_TYPE",
                 *       "message": "The body must be application/json"
                 *     }
                 */
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description The wallet. */
        Wallet: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "object_type": "WALLET",
                 *       "id": "wall_5tjq2Uf4YTRs741P3uR8",
                 *       "reference": "acme-credits",
                 *       "status": "ACTIVE",
                 *       "wallet_type_id": "wtyp_sgeJ17JAVJvt50pJhCZ6",
                 *       "customer_id": "cust_mrdKF55Y8iSbMkAQnAL7",
                 *       "created_at": "2026-01-01T00:00:00Z",
                 *       "updated_at": "2026-01-01T00:00:00Z"
                 *     }
                 */
                "application/json": components["schemas"]["Wallet"];
            };
        };
        /** @description The wallet balance status. */
        WalletBalanceStatus: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "balance": {
                 *         "credits": {
                 *           "quantity": "100",
                 *           "credit_type_id": "ctyp_WfNRCmOZn2N3m7SiqZBG"
                 *         }
                 *       },
                 *       "reserved_balance": {
                 *         "credits": {
                 *           "quantity": "12.5",
                 *           "credit_type_id": "ctyp_WfNRCmOZn2N3m7SiqZBG"
                 *         }
                 *       },
                 *       "open_balance": {
                 *         "credits": {
                 *           "quantity": "87.5",
                 *           "credit_type_id": "ctyp_WfNRCmOZn2N3m7SiqZBG"
                 *         }
                 *       },
                 *       "balance_at": "2026-01-05T10:00:00Z"
                 *     }
                 */
                "application/json": components["schemas"]["WalletBalanceStatus"];
            };
        };
        /** @description The wallet grant. */
        WalletGrant: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "object_type": "WALLET_GRANT",
                 *       "id": "wagr_cm6ADIcGFw62yg5ARIWV",
                 *       "customer_id": "cust_mrdKF55Y8iSbMkAQnAL7",
                 *       "billing_entity_id": "bent_OVgP71kmbsqjhoMLfOue",
                 *       "wallet_id": "wall_5tjq2Uf4YTRs741P3uR8",
                 *       "type": "DEFAULT",
                 *       "grant_credits": {
                 *         "quantity": "100",
                 *         "credit_type_id": "ctyp_WfNRCmOZn2N3m7SiqZBG"
                 *       },
                 *       "paid_amount": {
                 *         "quantity": "50.00",
                 *         "currency": "USD"
                 *       },
                 *       "expire_at": "2027-01-01T00:00:00Z",
                 *       "start_at": "2026-01-05T10:00:00Z",
                 *       "created_at": "2026-01-05T10:00:00Z"
                 *     }
                 */
                "application/json": components["schemas"]["WalletGrant"];
            };
        };
        /** @description A page of wallet grants. */
        WalletGrantResponseWrapper: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": [
                 *         {
                 *           "object_type": "WALLET_GRANT",
                 *           "id": "wagr_cm6ADIcGFw62yg5ARIWV",
                 *           "customer_id": "cust_mrdKF55Y8iSbMkAQnAL7",
                 *           "billing_entity_id": "bent_OVgP71kmbsqjhoMLfOue",
                 *           "wallet_id": "wall_5tjq2Uf4YTRs741P3uR8",
                 *           "type": "DEFAULT",
                 *           "grant_credits": {
                 *             "quantity": "100",
                 *             "credit_type_id": "ctyp_WfNRCmOZn2N3m7SiqZBG"
                 *           },
                 *           "paid_amount": {
                 *             "quantity": "50.00",
                 *             "currency": "USD"
                 *           },
                 *           "expire_at": "2027-01-01T00:00:00Z",
                 *           "start_at": "2026-01-05T10:00:00Z",
                 *           "created_at": "2026-01-05T10:00:00Z"
                 *         }
                 *       ],
                 *       "page": 1,
                 *       "limit": 50,
                 *       "total_number_of_pages": 1,
                 *       "links": {
                 *         "first": "/v1/wallet-grants?page=1",
                 *         "previous": null,
                 *         "current": "/v1/wallet-grants?page=1",
                 *         "next": null
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["WalletGrantResponseWrapper"];
            };
        };
        /** @description A page of wallets. */
        WalletResponseWrapper: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": [
                 *         {
                 *           "object_type": "WALLET",
                 *           "id": "wall_5tjq2Uf4YTRs741P3uR8",
                 *           "reference": "acme-credits",
                 *           "status": "ACTIVE",
                 *           "wallet_type_id": "wtyp_sgeJ17JAVJvt50pJhCZ6",
                 *           "customer_id": "cust_mrdKF55Y8iSbMkAQnAL7",
                 *           "created_at": "2026-01-01T00:00:00Z",
                 *           "updated_at": "2026-01-01T00:00:00Z"
                 *         }
                 *       ],
                 *       "page": 1,
                 *       "limit": 50,
                 *       "total_number_of_pages": 1,
                 *       "links": {
                 *         "first": "/v1/wallets?page=1",
                 *         "previous": null,
                 *         "current": "/v1/wallets?page=1",
                 *         "next": null
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["WalletResponseWrapper"];
            };
        };
        /** @description The wallet type. */
        WalletType: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "object_type": "WALLET_TYPE",
                 *       "id": "wtyp_sgeJ17JAVJvt50pJhCZ6",
                 *       "name": "AI credits",
                 *       "reference": "ai_credits",
                 *       "status": "ACTIVE",
                 *       "type": "CREDIT",
                 *       "credit": {
                 *         "grant_type": "CREDITS",
                 *         "credits_grant": {
                 *           "credit_type_id": "ctyp_WfNRCmOZn2N3m7SiqZBG"
                 *         }
                 *       },
                 *       "created_at": "2026-01-01T00:00:00Z",
                 *       "updated_at": "2026-01-01T00:00:00Z"
                 *     }
                 */
                "application/json": components["schemas"]["WalletType"];
            };
        };
        /** @description A page of wallet types. */
        WalletTypeResponseWrapper: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": [
                 *         {
                 *           "object_type": "WALLET_TYPE",
                 *           "id": "wtyp_sgeJ17JAVJvt50pJhCZ6",
                 *           "name": "AI credits",
                 *           "reference": "ai_credits",
                 *           "status": "ACTIVE",
                 *           "type": "CREDIT",
                 *           "credit": {
                 *             "grant_type": "CREDITS",
                 *             "credits_grant": {
                 *               "credit_type_id": "ctyp_WfNRCmOZn2N3m7SiqZBG"
                 *             }
                 *           },
                 *           "created_at": "2026-01-01T00:00:00Z",
                 *           "updated_at": "2026-01-01T00:00:00Z"
                 *         }
                 *       ],
                 *       "page": 1,
                 *       "limit": 50,
                 *       "total_number_of_pages": 1,
                 *       "links": {
                 *         "first": "/v1/wallet-types?page=1",
                 *         "previous": null,
                 *         "current": "/v1/wallet-types?page=1",
                 *         "next": null
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["WalletTypeResponseWrapper"];
            };
        };
        /** @description The webhook. */
        Webhook: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "object_type": "WEBHOOK",
                 *       "id": "whk_jRorXCWTe2O153FEY43W",
                 *       "url": "https://example.com/hooks",
                 *       "included_actions": [
                 *         "INVOICE.STATUS_TO_FINAL"
                 *       ],
                 *       "excluded_actions": [],
                 *       "active": true,
                 *       "signing_protocol": "HmacSHA256",
                 *       "include_previous_data": false,
                 *       "authentication_type": "NONE",
                 *       "penalty_box_data": null,
                 *       "name": "Invoices",
                 *       "reference": "invoices"
                 *     }
                 */
                "application/json": components["schemas"]["Webhook"];
            };
        };
        /** @description All webhooks. */
        WebhookActionResponseWrapper: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": [
                 *         {
                 *           "object_type": "INVOICE",
                 *           "actions": [
                 *             "INVOICE.CREATED",
                 *             "INVOICE.UPDATED",
                 *             "INVOICE.STATUS_TO_FINAL"
                 *           ]
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["WebhookActionResponseWrapper"];
            };
        };
        /** @description The webhook connection response. */
        WebhookConnectionResponse: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "successful": true,
                 *       "message": null
                 *     }
                 */
                "application/json": components["schemas"]["WebhookConnectionResponse"];
            };
        };
        /** @description The webhook event. */
        WebhookEvent: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "object_type": "WEBHOOK_EVENT",
                 *       "id": "whev_hfLApanTkexv9Xlycv16",
                 *       "webhook_id": "whk_jRorXCWTe2O153FEY43W",
                 *       "type": "INVOICE.STATUS_TO_FINAL",
                 *       "status": "FAILED",
                 *       "created_at": "2026-02-01T08:00:00Z",
                 *       "retry_count": 1,
                 *       "retry_at": "2026-02-01T08:02:00Z",
                 *       "cause": "The receiver answered 503",
                 *       "payload": {
                 *         "created_at": "2026-02-01T08:00:00Z",
                 *         "type": "INVOICE.STATUS_TO_FINAL",
                 *         "original_request_id": null,
                 *         "environment": "TEST",
                 *         "data": {
                 *           "object_type": "INVOICE",
                 *           "id": "inv_QlRPIONOZ4WyKh4ysLas",
                 *           "status": "FINAL",
                 *           "invoice_number": "2026-0001"
                 *         }
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["WebhookEvent"];
            };
        };
        /** @description A page of webhook events. */
        WebhookEventResponseWrapper: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": [
                 *         {
                 *           "object_type": "WEBHOOK_EVENT",
                 *           "id": "whev_hfLApanTkexv9Xlycv16",
                 *           "webhook_id": "whk_jRorXCWTe2O153FEY43W",
                 *           "type": "INVOICE.STATUS_TO_FINAL",
                 *           "status": "FAILED",
                 *           "created_at": "2026-02-01T08:00:00Z",
                 *           "retry_count": 1,
                 *           "retry_at": "2026-02-01T08:02:00Z",
                 *           "cause": "The receiver answered 503",
                 *           "payload": {
                 *             "created_at": "2026-02-01T08:00:00Z",
                 *             "type": "INVOICE.STATUS_TO_FINAL",
                 *             "original_request_id": null,
                 *             "environment": "TEST",
                 *             "data": {
                 *               "object_type": "INVOICE",
                 *               "id": "inv_QlRPIONOZ4WyKh4ysLas",
                 *               "status": "FINAL",
                 *               "invoice_number": "2026-0001"
                 *             }
                 *           }
                 *         }
                 *       ],
                 *       "page": 1,
                 *       "limit": 50,
                 *       "total_number_of_pages": 1,
                 *       "links": {
                 *         "first": "/v1/webhook-events?page=1",
                 *         "previous": null,
                 *         "current": "/v1/webhook-events?page=1",
                 *         "next": null
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["WebhookEventResponseWrapper"];
            };
        };
        /** @description A page of webhooks. */
        WebhookResponseWrapper: {
            headers: {
                "X-REQUEST-ID": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": [
                 *         {
                 *           "object_type": "WEBHOOK",
                 *           "id": "whk_jRorXCWTe2O153FEY43W",
                 *           "url": "https://example.com/hooks",
                 *           "included_actions": [
                 *             "INVOICE.STATUS_TO_FINAL"
                 *           ],
                 *           "excluded_actions": [],
                 *           "active": true,
                 *           "signing_protocol": "HmacSHA256",
                 *           "include_previous_data": false,
                 *           "authentication_type": "NONE",
                 *           "penalty_box_data": null,
                 *           "name": "Invoices",
                 *           "reference": "invoices"
                 *         }
                 *       ],
                 *       "page": 1,
                 *       "limit": 50,
                 *       "total_number_of_pages": 1,
                 *       "links": {
                 *         "first": "/v1/webhooks?page=1",
                 *         "previous": null,
                 *         "current": "/v1/webhooks?page=1",
                 *         "next": null
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["WebhookResponseWrapper"];
            };
        };
    };
    parameters: {
        /** @description Also give the items of the product the new status. */
        AlignProductItemStatus: boolean;
        /** @description Answer with what the event is expected to cost. */
        CostPredictionFlag: boolean;
        /** @description Only what was created in this range, written as one string: [from,to] with ISO 8601 instants. */
        CreatedAtRange: string;
        /** @description Only resources with this value of a custom field, as reference:value. */
        CustomField: string;
        /** @description Reference of the custom field, when identifier_field is custom_field. */
        CustomFieldReference: string;
        /** @description Only what belongs to the customer with this id. */
        CustomerIdFilter: string;
        /** @description The field to sort by. */
        CustomerOrderBy: "reference" | "email" | "created_at" | "status";
        /** @description true: only deleted events; false: only events that are not deleted. */
        DeletedFilter: boolean;
        /** @description Only the events with exactly this reference, duplicates included. */
        EventReferenceFilter: string;
        /** @description Id fields to expand, each with dots for nesting; ALL expands every one. The object appears beside its id: foo beside foo_id, foos beside foo_ids. A field that cannot be expanded is refused. At most 50, our limit. */
        Expand: string[];
        /** @description What to do with single fields, by the name of the field. The vendor does not document the values; they are passed as an object in bracket notation. */
        FieldActions: {
            [key: string]: string;
        };
        /** @description The id of the resource. */
        Id: string;
        /** @description The id of the resource, or its reference. */
        IdOrRef: string;
        /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
        IdempotencyKey: string;
        /** @description The field by which an existing resource is found. The default is reference. */
        IdentifierField: string;
        /** @description Add the plan version with the overrides of the schedule applied. */
        IncludeCombinedPricingPlanVersion: boolean;
        /** @description Add the lines of each invoice. Implies include_periods, since lines are inside periods. */
        IncludeLines: boolean;
        /** @description Add the periods of each invoice. */
        IncludePeriods: boolean;
        /** @description Only invoices dated in this range, written as one string: [from,to] with ISO 8601 instants. */
        InvoiceDateRange: string;
        /** @description The id of the line. */
        InvoiceLineResourceId: string;
        /** @description The field to sort by. */
        InvoiceOrderBy: "invoice_number" | "invoice_date" | "due_date" | "invoice_amount_including_tax" | "status" | "created_at";
        /** @description Only invoices in one of these states: OPEN, DRAFT, FINAL, and what the vendor may add. */
        InvoiceStatuses: string[];
        /** @description Only items in one of these states. */
        ItemStatuses: string[];
        /** @description Only resources in one of these states. */
        LifecycleStatuses: ("DRAFT" | "ACTIVE" | "ARCHIVED" | "DEPRECATED")[];
        /** @description Entries a page holds at most. The maximum of 100 is our limit. */
        Limit: number;
        /** @description Only events of the meter with this id. */
        MeterIdFilter: string;
        /** @description STATIC: the meter, its values and its properties must exist. DYNAMIC: missing ones are created from the event. */
        MeterValidation: "STATIC" | "DYNAMIC";
        /** @description The instant at which the items are sold. Default now. */
        OnDemandTimestamp: string;
        /** @description Only invoices that are on hold, or only those that are not. */
        OnHoldFilter: "true" | "false";
        /** @description Name of the field to sort by. The default is created_at. */
        OrderBy: string;
        /** @description Direction of the sort. */
        OrderDirection: "asc" | "desc";
        /** @description Number of the page, from 1. */
        Page: number;
        /** @description Only paid, or only unpaid invoices. */
        PaidFilter: "true" | "false";
        /** @description v1= and the signature; several, separated by commas, while a rolled secret is still valid. */
        PayloadSignature: string;
        /** @description ISO 8601 instant of the signature. Reject one that is more than five minutes old. */
        PayloadSignatureTimestamp: string;
        /** @description Only plans of this type. */
        PlanType: "STANDARD" | "CUSTOM";
        /** @description Only plans of these variants. */
        PlanVariants: ("DEFAULT" | "RATE_CARD")[];
        /** @description The platform to act for, where a key has access to several. */
        PlatformId: string;
        /** @description Only events that matched no subscription, or that repeat another. */
        ProcessedDetailsType: "NOT_MATCHED" | "DUPLICATE";
        /** @description Only the share of this processing-only customer. */
        ProcessingOnlyCustomerId: string;
        /** @description Only products of the category with this id. */
        ProductCategoryIdFilter: string;
        /** @description Only items of the product with this id. */
        ProductIdFilter: string;
        /** @description Only the resource with exactly this reference. */
        ReferenceFilter: string;
        /** @description Only runs in this state. */
        ReprocessStatus: string;
        /** @description Only runs of this type. */
        ReprocessType: "NOT_MATCHED" | "INVOICE" | "CUSTOMER";
        /** @description Name of the field to sort by. */
        SearchOrderBy: string;
        /** @description Direction of the sort. */
        SearchOrderDirection: "asc" | "desc";
        /** @description Start the schedule after where this one ends. Not together with set_previous_end_at. */
        SetNextStartAt: boolean;
        /** @description End the schedule before where this one starts, also one that has an end; one without an end always ends there. Not together with set_next_start_at. */
        SetPreviousEndAt: boolean;
        /** @description Only what starts in this range, written as one string: [from,to] with ISO 8601 instants. */
        StartAtRange: string;
        /** @description Only subscriptions of this group. */
        SubscriptionGroupIdFilter: string;
        /** @description Only what belongs to the subscription with this id. */
        SubscriptionIdFilter: string;
        /** @description The field to sort by. */
        SubscriptionOrderBy: "reference" | "pricing_plan_name" | "start_at" | "billing_currency" | "billing_period" | "created_at" | "updated_at" | "type";
        /** @description Only the subscription with exactly this reference. Needs customer_id. */
        SubscriptionReferenceFilter: string;
        /** @description Only subscriptions in this state. */
        SubscriptionStatus: "DRAFT" | "ACTIVE" | "VOID" | "ARCHIVED" | "CANCELLED";
        /** @description Only subscriptions in one of these states. */
        SubscriptionStatuses: ("DRAFT" | "ACTIVE" | "VOID" | "ARCHIVED" | "CANCELLED")[];
        /** @description Only subscriptions of this type. */
        SubscriptionType: "QUOTE" | "BILLING" | "TEMPLATE";
        /** @description Only subscriptions of this variant. */
        SubscriptionVariant: "DEFAULT" | "FORWARD_BILLING" | "SELF_BILLING" | "SELLER";
        /** @description Only plans that have a version in one of these states. */
        VersionStatuses: ("DRAFT" | "ACTIVE" | "ARCHIVED" | "DEPRECATED")[];
        /** @description Only grants to the wallet with this id. */
        WalletIdFilter: string;
        /** @description Only resources in one of these states. */
        WalletStatuses: ("DRAFT" | "ACTIVE" | "INACTIVE" | "DEPRECATED" | "ARCHIVED")[];
        /** @description Only wallets of the type with this id. */
        WalletTypeIdFilter: string;
        /** @description Only deliveries in this state. The parameter is ours. */
        WebhookEventStatus: "PENDING" | "SUCCEEDED" | "FAILED";
        /** @description Only deliveries to the webhook with this id. The parameter is ours. */
        WebhookIdFilter: string;
    };
    requestBodies: {
        AlertCreate: {
            content: {
                /**
                 * @example {
                 *       "platform_id": "plat_CkP9buY6qAkf0wmk1XZE",
                 *       "alert_rule_id": "alru_3ZU9jPjLEUFNrfWXhF4S",
                 *       "customer_id": "cust_mrdKF55Y8iSbMkAQnAL7",
                 *       "type": "ENTITLEMENT",
                 *       "data_trigger_reference": "req_0123456789-completion",
                 *       "alert_data": {
                 *         "entitlement": {
                 *           "pricing_plan_subscription_id": "ppsu_3P9Ny9pPv1zP5vcda7oF",
                 *           "entitlement_value": {
                 *             "number": "10000000"
                 *           },
                 *           "threshold_value": {
                 *             "number": "8000000"
                 *           },
                 *           "used_value": {
                 *             "number": "8000842"
                 *           }
                 *         }
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["AlertCreateRequest"];
            };
        };
        AlertRuleCreate: {
            content: {
                /**
                 * @example {
                 *       "reference": "budget-80",
                 *       "name": "80 % of the budget",
                 *       "status": "ACTIVE",
                 *       "type": "ENTITLEMENT",
                 *       "trigger_type": "STATIC",
                 *       "entitlement": {
                 *         "feature_id": "feat_8XYHndDy9d3LIXJvlfk4",
                 *         "comparator": "GREATER_THAN_OR_EQUALS",
                 *         "threshold": {
                 *           "percentage": "80"
                 *         }
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["AlertRuleCreateRequest"];
            };
        };
        AlertRuleUpdate: {
            content: {
                /**
                 * @example {
                 *       "status": "ARCHIVED"
                 *     }
                 */
                "application/json": components["schemas"]["AlertRuleUpdateRequest"];
            };
        };
        BillingEntityCreate: {
            content: {
                /**
                 * @example {
                 *       "reference": "main",
                 *       "legal_name": "Example B.V.",
                 *       "timezone": "UTC",
                 *       "email": "billing@example.com",
                 *       "registered_address": {
                 *         "line1": "1 Canal Street",
                 *         "city": "Amsterdam",
                 *         "postal_code": "1011AB",
                 *         "country": "NL"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["BillingEntityCreateRequest"];
            };
        };
        BillingEntityUpdate: {
            content: {
                /**
                 * @example {
                 *       "email": "invoices@example.com"
                 *     }
                 */
                "application/json": components["schemas"]["BillingEntityUpdateRequest"];
            };
        };
        BulkActionRequestCreate: {
            content: {
                /**
                 * @example {
                 *       "type": "FINALIZE_INVOICES",
                 *       "finalize_invoices": {
                 *         "invoice_date": "2026-02-01T00:00:00Z"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["BulkActionRequestCreateRequest"];
            };
        };
        ChargeOnDemandPricingItemsCreate: {
            content: {
                /**
                 * @example {
                 *       "pricing_plan_schedule_id": "ppsc_DNA5ClhA5RTuBq509XNe",
                 *       "pricing_items": [
                 *         {
                 *           "pricing_item_id": "prii_Xo2b8sXh1nQv5dLk3mTz"
                 *         }
                 *       ],
                 *       "finalize_immediately": true
                 *     }
                 */
                "application/json": components["schemas"]["ChargeOnDemandPricingItemsCreateRequest"];
            };
        };
        CreditAndCopyInvoiceRequestCreate: {
            content: {
                /**
                 * @example {
                 *       "update_credit_invoice_to_final": true
                 *     }
                 */
                "application/json": components["schemas"]["CreditAndCopyInvoiceRequestCreateRequest"];
            };
        };
        CreditTypeCreate: {
            content: {
                /**
                 * @example {
                 *       "reference": "ai_credit",
                 *       "name": "AI credit",
                 *       "unit_name": {
                 *         "singular": "credit",
                 *         "plural": "credits"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["CreditTypeCreateRequest"];
            };
        };
        CreditTypeUpdate: {
            content: {
                /**
                 * @example {
                 *       "description": "Buys any model"
                 *     }
                 */
                "application/json": components["schemas"]["CreditTypeUpdateRequest"];
            };
        };
        CustomerCreate: {
            content: {
                /**
                 * @example {
                 *       "type": "ORGANIZATION",
                 *       "reference": "acme-corp",
                 *       "status": "ACTIVE",
                 *       "timezone": "UTC",
                 *       "email": "finance@acme.example",
                 *       "organization": {
                 *         "legal_name": "Acme Corporation",
                 *         "registered_address": {
                 *           "line1": "1 Main Street",
                 *           "city": "Springfield",
                 *           "postal_code": "12345",
                 *           "state": "OR",
                 *           "country": "US"
                 *         }
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["CustomerCreateRequest"];
            };
        };
        CustomerUpdate: {
            content: {
                /**
                 * @example {
                 *       "email": "invoices@acme.example"
                 *     }
                 */
                "application/json": components["schemas"]["CustomerUpdateRequest"];
            };
        };
        EventBatchCreate: {
            content: {
                /**
                 * @example {
                 *       "meter_datas": [
                 *         {
                 *           "reference": "req_0123456789-completion",
                 *           "customer_reference": "acme-corp",
                 *           "meter_reference": "completion_tokens",
                 *           "timestamp": "2026-01-05T10:00:00Z",
                 *           "meter_properties": [
                 *             {
                 *               "reference": "model_id",
                 *               "value": "gpt-4o"
                 *             }
                 *           ],
                 *           "meter_values": [
                 *             {
                 *               "reference": "token_count",
                 *               "number": "842"
                 *             }
                 *           ]
                 *         },
                 *         {
                 *           "reference": "req_0123456789-prompt",
                 *           "customer_reference": "acme-corp",
                 *           "meter_reference": "prompt_tokens",
                 *           "timestamp": "2026-01-05T10:00:00Z",
                 *           "meter_properties": [
                 *             {
                 *               "reference": "model_id",
                 *               "value": "gpt-4o"
                 *             }
                 *           ],
                 *           "meter_values": [
                 *             {
                 *               "reference": "token_count",
                 *               "number": "1210"
                 *             }
                 *           ]
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["EventBatchCreateRequest"];
            };
        };
        FeatureCreate: {
            content: {
                /**
                 * @example {
                 *       "reference": "available_models",
                 *       "name": "Available models",
                 *       "type": "ENUM",
                 *       "enum_values": [
                 *         "gpt-4o",
                 *         "gpt-4o-mini"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["FeatureCreateRequest"];
            };
        };
        FeatureUpdate: {
            content: {
                /**
                 * @example {
                 *       "enum_values": [
                 *         "gpt-4o",
                 *         "gpt-4o-mini",
                 *         "o4-mini"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["FeatureUpdateRequest"];
            };
        };
        InvoiceActionCreditCreate: {
            content: {
                /**
                 * @example {
                 *       "note": "Double booking",
                 *       "periods": [
                 *         {
                 *           "period_order": 1,
                 *           "amount": {
                 *             "quantity": "2.00",
                 *             "currency": "USD"
                 *           }
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["InvoiceActionCreditCreateRequest"];
            };
        };
        InvoiceCreate: {
            content: {
                /**
                 * @example {
                 *       "type": "ONE_OFF",
                 *       "customer_id": "cust_mrdKF55Y8iSbMkAQnAL7",
                 *       "billing_entity_id": "bent_OVgP71kmbsqjhoMLfOue",
                 *       "billing_currency": "USD",
                 *       "invoice_date": "2026-01-15T00:00:00Z"
                 *     }
                 */
                "application/json": components["schemas"]["InvoiceCreateRequest"];
            };
        };
        InvoicePreviewActionCreate: {
            content: {
                /**
                 * @example {
                 *       "pricing_plan_subscription_id": "ppsu_3P9Ny9pPv1zP5vcda7oF",
                 *       "start_at": "2026-02-01T00:00:00Z",
                 *       "invoices_per_schedule": 1
                 *     }
                 */
                "application/json": components["schemas"]["InvoicePreviewActionCreateRequest"];
            };
        };
        InvoiceUpdate: {
            content: {
                /**
                 * @example {
                 *       "status": "FINAL"
                 *     }
                 */
                "application/json": components["schemas"]["InvoiceUpdateRequest"];
            };
        };
        MeterCreate: {
            content: {
                /**
                 * @example {
                 *       "reference": "completion_tokens",
                 *       "name": "Completion tokens"
                 *     }
                 */
                "application/json": components["schemas"]["MeterCreateRequest"];
            };
        };
        MeterDataCreate: {
            content: {
                /**
                 * @example {
                 *       "reference": "req_0123456789-completion",
                 *       "customer_reference": "acme-corp",
                 *       "meter_reference": "completion_tokens",
                 *       "timestamp": "2026-01-05T10:00:00Z",
                 *       "meter_properties": [
                 *         {
                 *           "reference": "model_id",
                 *           "value": "gpt-4o"
                 *         }
                 *       ],
                 *       "meter_values": [
                 *         {
                 *           "reference": "token_count",
                 *           "number": "842"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["MeterDataCreateRequest"];
            };
        };
        MeterDatasCreate: {
            content: {
                /**
                 * @example {
                 *       "meter_datas": [
                 *         {
                 *           "reference": "req_0123456789-completion",
                 *           "customer_reference": "acme-corp",
                 *           "meter_reference": "completion_tokens",
                 *           "timestamp": "2026-01-05T10:00:00Z",
                 *           "meter_properties": [
                 *             {
                 *               "reference": "model_id",
                 *               "value": "gpt-4o"
                 *             }
                 *           ],
                 *           "meter_values": [
                 *             {
                 *               "reference": "token_count",
                 *               "number": "842"
                 *             }
                 *           ]
                 *         },
                 *         {
                 *           "reference": "req_0123456789-prompt",
                 *           "customer_reference": "acme-corp",
                 *           "meter_reference": "prompt_tokens",
                 *           "timestamp": "2026-01-05T10:00:00Z",
                 *           "meter_properties": [
                 *             {
                 *               "reference": "model_id",
                 *               "value": "gpt-4o"
                 *             }
                 *           ],
                 *           "meter_values": [
                 *             {
                 *               "reference": "token_count",
                 *               "number": "1210"
                 *             }
                 *           ]
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["MeterDatasCreateRequest"];
            };
        };
        MeterPropertyCreate: {
            content: {
                /**
                 * @example {
                 *       "reference": "model_id",
                 *       "name": "Model",
                 *       "type": "STRING",
                 *       "status": "ACTIVE"
                 *     }
                 */
                "application/json": components["schemas"]["MeterPropertyCreateRequest"];
            };
        };
        MeterPropertyUpdate: {
            content: {
                /**
                 * @example {
                 *       "description": "The model that served the request."
                 *     }
                 */
                "application/json": components["schemas"]["MeterPropertyUpdateRequest"];
            };
        };
        MeterUpdate: {
            content: {
                /**
                 * @example {
                 *       "status": "ACTIVE",
                 *       "meter_values": [
                 *         {
                 *           "reference": "token_count",
                 *           "required": true
                 *         }
                 *       ],
                 *       "meter_properties": [
                 *         {
                 *           "reference": "model_id",
                 *           "required": true
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["MeterUpdateRequest"];
            };
        };
        MeterValueCalculationCreate: {
            content: {
                /**
                 * @example {
                 *       "reference": "completion_tokens_sum",
                 *       "name": "Completion tokens",
                 *       "calculation_type": "SUM",
                 *       "meter_id": "metr_TOglEjoCW72VZrpkHfmg",
                 *       "meter_value_id": "metv_c5wkCJ8n7NyevZ1S36P6"
                 *     }
                 */
                "application/json": components["schemas"]["MeterValueCalculationCreateRequest"];
            };
        };
        MeterValueCalculationUpdate: {
            content: {
                /**
                 * @example {
                 *       "name": "Completion tokens of the month"
                 *     }
                 */
                "application/json": components["schemas"]["MeterValueCalculationUpdateRequest"];
            };
        };
        MeterValueCreate: {
            content: {
                /**
                 * @example {
                 *       "reference": "token_count",
                 *       "name": "Token count",
                 *       "type": "NUMBER",
                 *       "status": "ACTIVE"
                 *     }
                 */
                "application/json": components["schemas"]["MeterValueCreateRequest"];
            };
        };
        MeterValueUpdate: {
            content: {
                /**
                 * @example {
                 *       "name": "Tokens"
                 *     }
                 */
                "application/json": components["schemas"]["MeterValueUpdateRequest"];
            };
        };
        OneOffInvoiceLineCreate: {
            content: {
                /**
                 * @example {
                 *       "product_item_id": "proi_CmIp9i13vUSOPLpDHNzk",
                 *       "product_item_type": "REVENUE",
                 *       "pricing_name": "Setup",
                 *       "start_at": "2026-01-15T00:00:00Z",
                 *       "end_at": "2026-01-16T00:00:00Z",
                 *       "pricing_type": "FIXED",
                 *       "pricing_band": {
                 *         "fixed_amount": {
                 *           "quantity": "250.00",
                 *           "currency": "USD"
                 *         }
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["OneOffInvoiceLineCreateRequest"];
            };
        };
        PersistDataCreate: {
            content: {
                /**
                 * @example {
                 *       "customer_id": "cust_mrdKF55Y8iSbMkAQnAL7",
                 *       "pricing_id": "pric_sT9V3BpmN3UN862Myngk",
                 *       "pricing_item_id": "pit_W34Wn40eIBrITO0g4lW4",
                 *       "pricing_item_config_id": "pico_Bzv0mJKXUcq1cztlmDDT",
                 *       "pricing_plan_subscription_id": "ppsu_3P9Ny9pPv1zP5vcda7oF",
                 *       "reference": "moved-january",
                 *       "period": {
                 *         "start_at": "2026-01-01T00:00:00Z",
                 *         "end_at": "2026-02-01T00:00:00Z"
                 *       },
                 *       "persist_usage": "125000",
                 *       "timestamp": "2026-01-05T10:00:00Z"
                 *     }
                 */
                "application/json": components["schemas"]["PersistDataCreateRequest"];
            };
        };
        PricingCreate: {
            content: {
                /**
                 * @example {
                 *       "pricing_plan_version_id": "ppve_BvWol5AOO1dnllYdZ8CA",
                 *       "name": "Extra tools",
                 *       "product_type": "ADDON",
                 *       "product_ids": [
                 *         "prod_u8xc9SZ0AzfMqvr3te0n"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["PricingCreateRequest"];
            };
        };
        PricingGroupCreate: {
            content: {
                /**
                 * @example {
                 *       "pricing_plan_version_id": "ppve_BvWol5AOO1dnllYdZ8CA",
                 *       "name": "Support",
                 *       "product_type": "ADDON",
                 *       "selection_constraint": "AT_MOST_ONE",
                 *       "pricings": [
                 *         {
                 *           "name": "Support by day",
                 *           "product_ids": [
                 *             "prod_qCJJDPHpBPSTnuRJgUGA"
                 *           ]
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["PricingGroupCreateRequest"];
            };
        };
        PricingGroupUpdate: {
            content: {
                /**
                 * @example {
                 *       "selection_constraint": "EXACTLY_ONE"
                 *     }
                 */
                "application/json": components["schemas"]["PricingGroupUpdateRequest"];
            };
        };
        PricingPlanCreate: {
            content: {
                /**
                 * @example {
                 *       "reference": "ai_pro",
                 *       "name": "Pro"
                 *     }
                 */
                "application/json": components["schemas"]["PricingPlanCreateRequest"];
            };
        };
        PricingPlanScheduleCopyCreate: {
            content: {
                /**
                 * @example {
                 *       "start_at": "2026-07-01T00:00:00Z"
                 *     }
                 */
                "application/json": components["schemas"]["PricingPlanScheduleCopyCreateRequest"];
            };
        };
        PricingPlanScheduleCreate: {
            content: {
                /**
                 * @example {
                 *       "pricing_plan_subscription_id": "ppsu_3P9Ny9pPv1zP5vcda7oF",
                 *       "pricing_plan_version_selector": {
                 *         "pricing_plan_reference": "ai_pro",
                 *         "type": "LATEST"
                 *       },
                 *       "start_at": "2026-01-01T00:00:00Z"
                 *     }
                 */
                "application/json": components["schemas"]["PricingPlanScheduleCreateRequest"];
            };
        };
        PricingPlanScheduleMigrateCreate: {
            content: {
                /**
                 * @example {
                 *       "pricing_plan_version_selector": {
                 *         "pricing_plan_id": "ppl_d74mtKMFF8kRAqL2ehtw",
                 *         "type": "LATEST"
                 *       },
                 *       "start_at": "2026-07-01T00:00:00Z"
                 *     }
                 */
                "application/json": components["schemas"]["PricingPlanScheduleMigrateCreateRequest"];
            };
        };
        PricingPlanScheduleUpdate: {
            content: {
                /**
                 * @example {
                 *       "end_at": "2026-07-01T00:00:00Z"
                 *     }
                 */
                "application/json": components["schemas"]["PricingPlanScheduleUpdateRequest"];
            };
        };
        PricingPlanSubscriptionCancelCreate: {
            content: {
                /**
                 * @example {
                 *       "type": "NEXT_BILLING_PERIOD"
                 *     }
                 */
                "application/json": components["schemas"]["PricingPlanSubscriptionCancelCreateRequest"];
            };
        };
        PricingPlanSubscriptionCopyCreate: {
            content: {
                /**
                 * @example {
                 *       "reference": "acme-pro-2"
                 *     }
                 */
                "application/json": components["schemas"]["PricingPlanSubscriptionCopyCreateRequest"];
            };
        };
        PricingPlanSubscriptionCreate: {
            content: {
                /**
                 * @example {
                 *       "reference": "acme-pro",
                 *       "name": "Pro",
                 *       "customer_id": "cust_mrdKF55Y8iSbMkAQnAL7",
                 *       "billing_entity_id": "bent_OVgP71kmbsqjhoMLfOue",
                 *       "billing_period": {
                 *         "type": "MONTH",
                 *         "value": 1
                 *       },
                 *       "billing_currency": "USD",
                 *       "type": "BILLING",
                 *       "billing_time": "CALENDAR",
                 *       "due_date_configuration": {
                 *         "type": "PERIOD_AFTER_INVOICE_DATE",
                 *         "period": {
                 *           "type": "DAY",
                 *           "value": 30
                 *         }
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["PricingPlanSubscriptionCreateRequest"];
            };
        };
        PricingPlanSubscriptionInitCreate: {
            content: {
                /**
                 * @example {
                 *       "customer": {
                 *         "reference": "acme-corp"
                 *       },
                 *       "pricing_plan_subscription": {
                 *         "reference": "acme-pro",
                 *         "billing_entity_reference": "main",
                 *         "billing_period": {
                 *           "type": "MONTH",
                 *           "value": 1
                 *         },
                 *         "billing_currency": "USD",
                 *         "billing_time": "CALENDAR"
                 *       },
                 *       "pricing_plan_schedules": [
                 *         {
                 *           "pricing_plan_version_selector": {
                 *             "pricing_plan_reference": "ai_pro",
                 *             "type": "LATEST"
                 *           },
                 *           "start_at": "2026-01-01T00:00:00Z"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["PricingPlanSubscriptionInitCreateRequest"];
            };
        };
        PricingPlanSubscriptionUpdate: {
            content: {
                /**
                 * @example {
                 *       "status": "ACTIVE"
                 *     }
                 */
                "application/json": components["schemas"]["PricingPlanSubscriptionUpdateRequest"];
            };
        };
        PricingPlanUpdate: {
            content: {
                /**
                 * @example {
                 *       "name": "Pro 2026"
                 *     }
                 */
                "application/json": components["schemas"]["PricingPlanUpdateRequest"];
            };
        };
        PricingPlanVersionCreate: {
            content: {
                /**
                 * @example {
                 *       "pricing_plan_id": "ppl_d74mtKMFF8kRAqL2ehtw",
                 *       "version": 1,
                 *       "status": "ACTIVE",
                 *       "pricing_currency_settings": {
                 *         "default_pricing_currency": "USD",
                 *         "pricing_currencies": [
                 *           "USD"
                 *         ]
                 *       },
                 *       "billing_period_settings": {
                 *         "billing_periods": [
                 *           {
                 *             "period": {
                 *               "type": "MONTH",
                 *               "value": 1
                 *             }
                 *           }
                 *         ]
                 *       },
                 *       "pricing_categories": [
                 *         {
                 *           "product_category_id": "proc_aDgNrPMUxmWMduSEShKb",
                 *           "pricings": [
                 *             {
                 *               "name": "Agent",
                 *               "product_ids": [
                 *                 "prod_ffEndLlFiZfbUX4Og7JW"
                 *               ],
                 *               "entitlements": [
                 *                 {
                 *                   "feature_reference": "monthly_token_budget",
                 *                   "number": "10000000"
                 *                 },
                 *                 {
                 *                   "feature_reference": "available_models",
                 *                   "enum": "gpt-4o"
                 *                 },
                 *                 {
                 *                   "feature_reference": "available_models",
                 *                   "enum": "gpt-4o-mini"
                 *                 },
                 *                 {
                 *                   "feature_reference": "priority_queue",
                 *                   "switch": true
                 *                 }
                 *               ],
                 *               "items": [
                 *                 {
                 *                   "product_item_ids": [
                 *                     "proi_dOuNkBZWykWb7Li2bDZu"
                 *                   ],
                 *                   "configs": [
                 *                     {
                 *                       "order": 1,
                 *                       "type": "FLAT",
                 *                       "conditions": {
                 *                         "meter_properties": [
                 *                           {
                 *                             "reference": "model_id",
                 *                             "comparator": "EQUALS",
                 *                             "value": "gpt-4o"
                 *                           }
                 *                         ]
                 *                       },
                 *                       "bands": [
                 *                         {
                 *                           "amount": {
                 *                             "quantity": "0.015",
                 *                             "currency": "USD"
                 *                           },
                 *                           "block_size": {
                 *                             "number": "1000"
                 *                           }
                 *                         }
                 *                       ]
                 *                     },
                 *                     {
                 *                       "order": 2,
                 *                       "type": "FLAT",
                 *                       "bands": [
                 *                         {
                 *                           "amount": {
                 *                             "quantity": "0.0006",
                 *                             "currency": "USD"
                 *                           },
                 *                           "block_size": {
                 *                             "number": "1000"
                 *                           }
                 *                         }
                 *                       ]
                 *                     }
                 *                   ]
                 *                 }
                 *               ]
                 *             }
                 *           ]
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["PricingPlanVersionCreateRequest"];
            };
        };
        PricingPlanVersionUpdate: {
            content: {
                /**
                 * @example {
                 *       "status": "ACTIVE"
                 *     }
                 */
                "application/json": components["schemas"]["PricingPlanVersionUpdateRequest"];
            };
        };
        PricingUpdate: {
            content: {
                /**
                 * @example {
                 *       "name": "Tools"
                 *     }
                 */
                "application/json": components["schemas"]["PricingUpdateRequest"];
            };
        };
        ProductCategoryCreate: {
            content: {
                /**
                 * @example {
                 *       "name": "AI usage",
                 *       "reference": "ai_usage"
                 *     }
                 */
                "application/json": components["schemas"]["ProductCategoryCreateRequest"];
            };
        };
        ProductCategoryUpdate: {
            content: {
                /**
                 * @example {
                 *       "display_order": 1
                 *     }
                 */
                "application/json": components["schemas"]["ProductCategoryUpdateRequest"];
            };
        };
        ProductCreate: {
            content: {
                /**
                 * @example {
                 *       "category_id": "proc_aDgNrPMUxmWMduSEShKb",
                 *       "name": "Agent",
                 *       "reference": "agent",
                 *       "product_type": "DEFAULT",
                 *       "features": [
                 *         {
                 *           "reference": "available_models"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["ProductCreateRequest"];
            };
        };
        ProductItemCreate: {
            content: {
                /**
                 * @example {
                 *       "product_id": "prod_ffEndLlFiZfbUX4Og7JW",
                 *       "name": "Completion tokens",
                 *       "reference": "completion_tokens_item",
                 *       "model_type": "USAGE_BASED",
                 *       "usage_based": {
                 *         "meter_value_calculation_id": "bmet_KQziO1dSFWFkvOPhwrH0"
                 *       },
                 *       "unit_name": {
                 *         "singular": "token",
                 *         "plural": "tokens"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["ProductItemCreateRequest"];
            };
        };
        ProductItemUpdate: {
            content: {
                /**
                 * @example {
                 *       "name": "Tokens written"
                 *     }
                 */
                "application/json": components["schemas"]["ProductItemUpdateRequest"];
            };
        };
        ProductUpdate: {
            content: {
                /**
                 * @example {
                 *       "description": "Chat with tools"
                 *     }
                 */
                "application/json": components["schemas"]["ProductUpdateRequest"];
            };
        };
        RefreshInvoiceCreate: {
            content: {
                /**
                 * @example {
                 *       "types": [
                 *         "CUSTOMER",
                 *         "PO_NUMBER"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["RefreshInvoiceCreateRequest"];
            };
        };
        ReprocessCreate: {
            content: {
                /**
                 * @example {
                 *       "type": "NOT_MATCHED",
                 *       "not_matched": {
                 *         "customer_id": "cust_mrdKF55Y8iSbMkAQnAL7",
                 *         "start_at": "2026-01-01T00:00:00Z",
                 *         "end_at": "2026-02-01T00:00:00Z"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["ReprocessCreateRequest"];
            };
        };
        SearchCreate: {
            content: {
                /**
                 * @example {
                 *       "search_fields": [
                 *         {
                 *           "name": "name",
                 *           "value": "acme",
                 *           "wildcard_start": true,
                 *           "wildcard_end": true,
                 *           "ignore_case": true
                 *         }
                 *       ],
                 *       "filter_fields": [],
                 *       "selection_rule_fields": []
                 *     }
                 */
                "application/json": components["schemas"]["SearchCreateRequest"];
            };
        };
        WalletBalanceStatusRequestCreate: {
            content: {
                /**
                 * @example {
                 *       "balance_at": "2026-01-05T10:00:00Z"
                 *     }
                 */
                "application/json": components["schemas"]["WalletBalanceStatusRequestCreateRequest"];
            };
        };
        WalletCreate: {
            content: {
                /**
                 * @example {
                 *       "reference": "acme-credits",
                 *       "wallet_type_id": "wtyp_sgeJ17JAVJvt50pJhCZ6",
                 *       "customer_id": "cust_mrdKF55Y8iSbMkAQnAL7"
                 *     }
                 */
                "application/json": components["schemas"]["WalletCreateRequest"];
            };
        };
        WalletGrantCreate: {
            content: {
                /**
                 * @example {
                 *       "customer_id": "cust_mrdKF55Y8iSbMkAQnAL7",
                 *       "billing_entity_id": "bent_OVgP71kmbsqjhoMLfOue",
                 *       "wallet_id": "wall_5tjq2Uf4YTRs741P3uR8",
                 *       "type": "DEFAULT",
                 *       "grant_credits": {
                 *         "quantity": "100",
                 *         "credit_type_id": "ctyp_WfNRCmOZn2N3m7SiqZBG"
                 *       },
                 *       "paid_amount": {
                 *         "quantity": "50.00",
                 *         "currency": "USD"
                 *       },
                 *       "expire_at": "2027-01-01T00:00:00Z"
                 *     }
                 */
                "application/json": components["schemas"]["WalletGrantCreateRequest"];
            };
        };
        WalletTypeCreate: {
            content: {
                /**
                 * @example {
                 *       "name": "AI credits",
                 *       "reference": "ai_credits",
                 *       "type": "CREDIT",
                 *       "credit": {
                 *         "grant_type": "CREDITS",
                 *         "credits_grant": {
                 *           "credit_type_id": "ctyp_WfNRCmOZn2N3m7SiqZBG"
                 *         }
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["WalletTypeCreateRequest"];
            };
        };
        WalletTypeUpdate: {
            content: {
                /**
                 * @example {
                 *       "name": "Credits"
                 *     }
                 */
                "application/json": components["schemas"]["WalletTypeUpdateRequest"];
            };
        };
        WebhookCreate: {
            content: {
                /**
                 * @example {
                 *       "url": "https://example.com/hooks",
                 *       "name": "Invoices",
                 *       "reference": "invoices",
                 *       "included_actions": [
                 *         "INVOICE.STATUS_TO_FINAL"
                 *       ],
                 *       "active": true,
                 *       "authentication_type": "NONE",
                 *       "signing_protocol": "HmacSHA256",
                 *       "include_previous_data": false
                 *     }
                 */
                "application/json": components["schemas"]["WebhookCreateRequest"];
            };
        };
        WebhookSecretKeyUpdate: {
            content: {
                /**
                 * @example {
                 *       "signing_protocol": "HmacSHA256"
                 *     }
                 */
                "application/json": components["schemas"]["WebhookUpdateRequest"];
            };
        };
        WebhookUpdate: {
            content: {
                /**
                 * @example {
                 *       "active": false
                 *     }
                 */
                "application/json": components["schemas"]["WebhookUpdateRequest"];
            };
        };
    };
    headers: {
        /** @description true when the request may be repeated with the same Idempotency-Key. */
        IdempotencyRetryable: "true" | "false";
        /** @description true when this is the stored response to an earlier request with the same Idempotency-Key. */
        IdempotentReplayed: "true";
        /**
         * @description Id of this request, to quote in a question about it.
         * @example reqr_8sQ2mVxT4nLp0KdYwZ7e
         */
        RequestId: string;
        /** @description Seconds to wait before the next attempt. */
        RetryAfter: number;
        /** @description true when the failure is expected to pass. */
        TransientError: "true" | "false";
    };
    pathItems: never;
};
export type $defs = Record<string, never>;
export interface operations {
    listMeters: {
        parameters: {
            query?: {
                /** @description Only resources in one of these states. */
                "statuses[]"?: components["parameters"]["LifecycleStatuses"];
                /** @description Id fields to expand, each with dots for nesting; ALL expands every one. The object appears beside its id: foo beside foo_id, foos beside foo_ids. A field that cannot be expanded is refused. At most 50, our limit. */
                "expand[]"?: components["parameters"]["Expand"];
                /** @description Name of the field to sort by. The default is created_at. */
                order_by?: components["parameters"]["OrderBy"];
                /** @description Direction of the sort. */
                order_direction?: components["parameters"]["OrderDirection"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["MeterResponseWrapper"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    createMeter: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["MeterCreate"];
        responses: {
            201: components["responses"]["Meter"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    getMeter: {
        parameters: {
            query?: {
                /** @description Id fields to expand, each with dots for nesting; ALL expands every one. The object appears beside its id: foo beside foo_id, foos beside foo_ids. A field that cannot be expanded is refused. At most 50, our limit. */
                "expand[]"?: components["parameters"]["Expand"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Meter"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    deleteMeter: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Meter"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    updateMeter: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["MeterUpdate"];
        responses: {
            200: components["responses"]["Meter"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    getMeterDataFile: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["MeterDataFile"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    listMeterValues: {
        parameters: {
            query?: {
                /** @description Only resources in one of these states. */
                "statuses[]"?: components["parameters"]["LifecycleStatuses"];
                /** @description Name of the field to sort by. The default is created_at. */
                order_by?: components["parameters"]["OrderBy"];
                /** @description Direction of the sort. */
                order_direction?: components["parameters"]["OrderDirection"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["MeterValueResponseWrapper"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    createMeterValue: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["MeterValueCreate"];
        responses: {
            201: components["responses"]["MeterValue"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    getMeterValue: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["MeterValue"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    deleteMeterValue: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["MeterValue"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    updateMeterValue: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["MeterValueUpdate"];
        responses: {
            200: components["responses"]["MeterValue"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    listMeterProperties: {
        parameters: {
            query?: {
                /** @description Only resources in one of these states. */
                "statuses[]"?: components["parameters"]["LifecycleStatuses"];
                /** @description Name of the field to sort by. The default is created_at. */
                order_by?: components["parameters"]["OrderBy"];
                /** @description Direction of the sort. */
                order_direction?: components["parameters"]["OrderDirection"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["MeterPropertyResponseWrapper"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    createMeterProperty: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["MeterPropertyCreate"];
        responses: {
            201: components["responses"]["MeterProperty"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    getMeterProperty: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["MeterProperty"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    deleteMeterProperty: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["MeterProperty"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    updateMeterProperty: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["MeterPropertyUpdate"];
        responses: {
            200: components["responses"]["MeterProperty"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    listMeterValueCalculations: {
        parameters: {
            query?: {
                /** @description Id fields to expand, each with dots for nesting; ALL expands every one. The object appears beside its id: foo beside foo_id, foos beside foo_ids. A field that cannot be expanded is refused. At most 50, our limit. */
                "expand[]"?: components["parameters"]["Expand"];
                /** @description Entries a page holds at most. The maximum of 100 is our limit. */
                limit?: components["parameters"]["Limit"];
                /** @description Number of the page, from 1. */
                page?: components["parameters"]["Page"];
                /** @description Name of the field to sort by. The default is created_at. */
                order_by?: components["parameters"]["OrderBy"];
                /** @description Direction of the sort. */
                order_direction?: components["parameters"]["OrderDirection"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["MeterValueCalculationResponseWrapper"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    createMeterValueCalculation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["MeterValueCalculationCreate"];
        responses: {
            201: components["responses"]["MeterValueCalculation"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    getMeterValueCalculation: {
        parameters: {
            query?: {
                /** @description Id fields to expand, each with dots for nesting; ALL expands every one. The object appears beside its id: foo beside foo_id, foos beside foo_ids. A field that cannot be expanded is refused. At most 50, our limit. */
                "expand[]"?: components["parameters"]["Expand"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["MeterValueCalculation"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    deleteMeterValueCalculation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["MeterValueCalculation"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    updateMeterValueCalculation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["MeterValueCalculationUpdate"];
        responses: {
            200: components["responses"]["MeterValueCalculation"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    listMeterData: {
        parameters: {
            query?: {
                /** @description Only what belongs to the customer with this id. */
                customer_id?: components["parameters"]["CustomerIdFilter"];
                /** @description Only the events with exactly this reference, duplicates included. */
                reference?: components["parameters"]["EventReferenceFilter"];
                /** @description Only events of the meter with this id. */
                meter_id?: components["parameters"]["MeterIdFilter"];
                /** @description true: only deleted events; false: only events that are not deleted. */
                deleted?: components["parameters"]["DeletedFilter"];
                /** @description Only events that matched no subscription, or that repeat another. */
                processed_details_type?: components["parameters"]["ProcessedDetailsType"];
                /** @description Id fields to expand, each with dots for nesting; ALL expands every one. The object appears beside its id: foo beside foo_id, foos beside foo_ids. A field that cannot be expanded is refused. At most 50, our limit. */
                "expand[]"?: components["parameters"]["Expand"];
                /** @description Entries a page holds at most. The maximum of 100 is our limit. */
                limit?: components["parameters"]["Limit"];
                /** @description Number of the page, from 1. */
                page?: components["parameters"]["Page"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["IngestDataResponseWrapper"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    ingestMeterData: {
        parameters: {
            query?: {
                /** @description Answer with what the event is expected to cost. */
                cost_prediction?: components["parameters"]["CostPredictionFlag"];
                /** @description STATIC: the meter, its values and its properties must exist. DYNAMIC: missing ones are created from the event. */
                meter_validation?: components["parameters"]["MeterValidation"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["MeterDataCreate"];
        responses: {
            201: components["responses"]["MeterData"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    deleteMeterDataByReference: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["MeterDataCreate"];
        responses: {
            200: components["responses"]["MeterData"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    getMeterData: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["MeterData"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    getMeterDataEventTrace: {
        parameters: {
            query?: {
                /** @description Id fields to expand, each with dots for nesting; ALL expands every one. The object appears beside its id: foo beside foo_id, foos beside foo_ids. A field that cannot be expanded is refused. At most 50, our limit. */
                "expand[]"?: components["parameters"]["Expand"];
                /** @description Answer with what the event is expected to cost. */
                cost_prediction?: components["parameters"]["CostPredictionFlag"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["EventTrace"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    deleteMeterData: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["MeterData"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    ingestMeterDatas: {
        parameters: {
            query?: {
                /** @description Answer with what the event is expected to cost. */
                cost_prediction?: components["parameters"]["CostPredictionFlag"];
                /** @description STATIC: the meter, its values and its properties must exist. DYNAMIC: missing ones are created from the event. */
                meter_validation?: components["parameters"]["MeterValidation"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["MeterDatasCreate"];
        responses: {
            201: components["responses"]["MeterDatas"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    listEvents: {
        parameters: {
            query?: {
                /** @description Only what belongs to the customer with this id. */
                customer_id?: components["parameters"]["CustomerIdFilter"];
                /** @description Only the events with exactly this reference, duplicates included. */
                reference?: components["parameters"]["EventReferenceFilter"];
                /** @description Only events of the meter with this id. */
                meter_id?: components["parameters"]["MeterIdFilter"];
                /** @description true: only deleted events; false: only events that are not deleted. */
                deleted?: components["parameters"]["DeletedFilter"];
                /** @description Only events that matched no subscription, or that repeat another. */
                processed_details_type?: components["parameters"]["ProcessedDetailsType"];
                /** @description Id fields to expand, each with dots for nesting; ALL expands every one. The object appears beside its id: foo beside foo_id, foos beside foo_ids. A field that cannot be expanded is refused. At most 50, our limit. */
                "expand[]"?: components["parameters"]["Expand"];
                /** @description Entries a page holds at most. The maximum of 100 is our limit. */
                limit?: components["parameters"]["Limit"];
                /** @description Number of the page, from 1. */
                page?: components["parameters"]["Page"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["IngestDataResponseWrapper"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    deleteEventByReference: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["MeterDataCreate"];
        responses: {
            200: components["responses"]["MeterData"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    ingestEvent: {
        parameters: {
            query?: {
                /** @description Answer with what the event is expected to cost. */
                cost_prediction?: components["parameters"]["CostPredictionFlag"];
                /** @description STATIC: the meter, its values and its properties must exist. DYNAMIC: missing ones are created from the event. */
                meter_validation?: components["parameters"]["MeterValidation"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["MeterDataCreate"];
        responses: {
            201: components["responses"]["MeterData"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    ingestEventList: {
        parameters: {
            query?: {
                /** @description Answer with what the event is expected to cost. */
                cost_prediction?: components["parameters"]["CostPredictionFlag"];
                /** @description STATIC: the meter, its values and its properties must exist. DYNAMIC: missing ones are created from the event. */
                meter_validation?: components["parameters"]["MeterValidation"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["MeterDatasCreate"];
        responses: {
            201: components["responses"]["MeterDatas"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    ingestEventBatch: {
        parameters: {
            query?: {
                /** @description Answer with what the event is expected to cost. */
                cost_prediction?: components["parameters"]["CostPredictionFlag"];
                /** @description STATIC: the meter, its values and its properties must exist. DYNAMIC: missing ones are created from the event. */
                meter_validation?: components["parameters"]["MeterValidation"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["EventBatchCreate"];
        responses: {
            201: components["responses"]["MeterDatas"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    calculateEvent: {
        parameters: {
            query?: {
                /** @description Answer with what the event is expected to cost. */
                cost_prediction?: components["parameters"]["CostPredictionFlag"];
                /** @description STATIC: the meter, its values and its properties must exist. DYNAMIC: missing ones are created from the event. */
                meter_validation?: components["parameters"]["MeterValidation"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["MeterDataCreate"];
        responses: {
            201: components["responses"]["MeterData"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    getEvent: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["MeterData"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    getEventTrace: {
        parameters: {
            query?: {
                /** @description Id fields to expand, each with dots for nesting; ALL expands every one. The object appears beside its id: foo beside foo_id, foos beside foo_ids. A field that cannot be expanded is refused. At most 50, our limit. */
                "expand[]"?: components["parameters"]["Expand"];
                /** @description Answer with what the event is expected to cost. */
                cost_prediction?: components["parameters"]["CostPredictionFlag"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["EventTrace"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    deleteEvent: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["MeterData"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    ingestPersistData: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["PersistDataCreate"];
        responses: {
            201: components["responses"]["PersistData"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    listReprocesses: {
        parameters: {
            query?: {
                /** @description Id fields to expand, each with dots for nesting; ALL expands every one. The object appears beside its id: foo beside foo_id, foos beside foo_ids. A field that cannot be expanded is refused. At most 50, our limit. */
                "expand[]"?: components["parameters"]["Expand"];
                /** @description Only runs of this type. */
                type?: components["parameters"]["ReprocessType"];
                /** @description Only runs in this state. */
                status?: components["parameters"]["ReprocessStatus"];
                /** @description Entries a page holds at most. The maximum of 100 is our limit. */
                limit?: components["parameters"]["Limit"];
                /** @description Number of the page, from 1. */
                page?: components["parameters"]["Page"];
                /** @description Name of the field to sort by. The default is created_at. */
                order_by?: components["parameters"]["OrderBy"];
                /** @description Direction of the sort. */
                order_direction?: components["parameters"]["OrderDirection"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ReprocessResponseWrapper"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    createReprocess: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["ReprocessCreate"];
        responses: {
            201: components["responses"]["Reprocess"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    getReprocess: {
        parameters: {
            query?: {
                /** @description Id fields to expand, each with dots for nesting; ALL expands every one. The object appears beside its id: foo beside foo_id, foos beside foo_ids. A field that cannot be expanded is refused. At most 50, our limit. */
                "expand[]"?: components["parameters"]["Expand"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Reprocess"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    listProductCategories: {
        parameters: {
            query?: {
                /** @description Only what belongs to the customer with this id. */
                customer_id?: components["parameters"]["CustomerIdFilter"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ProductCategoryResponseWrapper"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    upsertProductCategory: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["ProductCategoryCreate"];
        responses: {
            201: components["responses"]["ProductCategory"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    createProductCategory: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["ProductCategoryCreate"];
        responses: {
            201: components["responses"]["ProductCategory"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    searchProductCategories: {
        parameters: {
            query?: {
                /** @description Id fields to expand, each with dots for nesting; ALL expands every one. The object appears beside its id: foo beside foo_id, foos beside foo_ids. A field that cannot be expanded is refused. At most 50, our limit. */
                "expand[]"?: components["parameters"]["Expand"];
                /** @description Entries a page holds at most. The maximum of 100 is our limit. */
                limit?: components["parameters"]["Limit"];
                /** @description Number of the page, from 1. */
                page?: components["parameters"]["Page"];
                /** @description Name of the field to sort by. */
                order_by?: components["parameters"]["SearchOrderBy"];
                /** @description Direction of the sort. */
                order_direction?: components["parameters"]["SearchOrderDirection"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["SearchCreate"];
        responses: {
            200: components["responses"]["ProductCategoryResponseWrapper"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    getProductCategory: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ProductCategory"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    deleteProductCategory: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ProductCategory"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    updateProductCategory: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["ProductCategoryUpdate"];
        responses: {
            200: components["responses"]["ProductCategory"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    listProducts: {
        parameters: {
            query?: {
                /** @description Only resources in one of these states. */
                "statuses[]"?: components["parameters"]["LifecycleStatuses"];
                /** @description Id fields to expand, each with dots for nesting; ALL expands every one. The object appears beside its id: foo beside foo_id, foos beside foo_ids. A field that cannot be expanded is refused. At most 50, our limit. */
                "expand[]"?: components["parameters"]["Expand"];
                /** @description Only resources with this value of a custom field, as reference:value. */
                custom_field?: components["parameters"]["CustomField"];
                /** @description Only products of the category with this id. */
                product_category_id?: components["parameters"]["ProductCategoryIdFilter"];
                /** @description Only what belongs to the customer with this id. */
                customer_id?: components["parameters"]["CustomerIdFilter"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ProductResponseWrapper"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    upsertProduct: {
        parameters: {
            query?: {
                /** @description The field by which an existing resource is found. The default is reference. */
                identifier_field?: components["parameters"]["IdentifierField"];
                /** @description Reference of the custom field, when identifier_field is custom_field. */
                custom_field_reference?: components["parameters"]["CustomFieldReference"];
                /** @description What to do with single fields, by the name of the field. The vendor does not document the values; they are passed as an object in bracket notation. */
                field_actions?: components["parameters"]["FieldActions"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["ProductCreate"];
        responses: {
            201: components["responses"]["Product"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    createProduct: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["ProductCreate"];
        responses: {
            201: components["responses"]["Product"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    searchProducts: {
        parameters: {
            query?: {
                /** @description Id fields to expand, each with dots for nesting; ALL expands every one. The object appears beside its id: foo beside foo_id, foos beside foo_ids. A field that cannot be expanded is refused. At most 50, our limit. */
                "expand[]"?: components["parameters"]["Expand"];
                /** @description Entries a page holds at most. The maximum of 100 is our limit. */
                limit?: components["parameters"]["Limit"];
                /** @description Number of the page, from 1. */
                page?: components["parameters"]["Page"];
                /** @description Name of the field to sort by. */
                order_by?: components["parameters"]["SearchOrderBy"];
                /** @description Direction of the sort. */
                order_direction?: components["parameters"]["SearchOrderDirection"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["SearchCreate"];
        responses: {
            200: components["responses"]["ProductResponseWrapper"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    getProduct: {
        parameters: {
            query?: {
                /** @description Id fields to expand, each with dots for nesting; ALL expands every one. The object appears beside its id: foo beside foo_id, foos beside foo_ids. A field that cannot be expanded is refused. At most 50, our limit. */
                "expand[]"?: components["parameters"]["Expand"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Product"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    deleteProduct: {
        parameters: {
            query?: {
                /** @description Also give the items of the product the new status. */
                align_product_item_status?: components["parameters"]["AlignProductItemStatus"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Product"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    updateProduct: {
        parameters: {
            query?: {
                /** @description Also give the items of the product the new status. */
                align_product_item_status?: components["parameters"]["AlignProductItemStatus"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["ProductUpdate"];
        responses: {
            200: components["responses"]["Product"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    activateProduct: {
        parameters: {
            query?: {
                /** @description Also give the items of the product the new status. */
                align_product_item_status?: components["parameters"]["AlignProductItemStatus"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Product"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    deprecateProduct: {
        parameters: {
            query?: {
                /** @description Also give the items of the product the new status. */
                align_product_item_status?: components["parameters"]["AlignProductItemStatus"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Product"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    archiveProduct: {
        parameters: {
            query?: {
                /** @description Also give the items of the product the new status. */
                align_product_item_status?: components["parameters"]["AlignProductItemStatus"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Product"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    listProductItems: {
        parameters: {
            query?: {
                /** @description Id fields to expand, each with dots for nesting; ALL expands every one. The object appears beside its id: foo beside foo_id, foos beside foo_ids. A field that cannot be expanded is refused. At most 50, our limit. */
                "expand[]"?: components["parameters"]["Expand"];
                /** @description Entries a page holds at most. The maximum of 100 is our limit. */
                limit?: components["parameters"]["Limit"];
                /** @description Number of the page, from 1. */
                page?: components["parameters"]["Page"];
                /** @description Name of the field to sort by. The default is created_at. */
                order_by?: components["parameters"]["OrderBy"];
                /** @description Direction of the sort. */
                order_direction?: components["parameters"]["OrderDirection"];
                /** @description Only items of the product with this id. */
                product_id?: components["parameters"]["ProductIdFilter"];
                /** @description Only what belongs to the customer with this id. */
                customer_id?: components["parameters"]["CustomerIdFilter"];
                /** @description Only resources with this value of a custom field, as reference:value. */
                custom_field?: components["parameters"]["CustomField"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ProductItemResponseWrapper"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    upsertProductItem: {
        parameters: {
            query?: {
                /** @description The field by which an existing resource is found. The default is reference. */
                identifier_field?: components["parameters"]["IdentifierField"];
                /** @description Reference of the custom field, when identifier_field is custom_field. */
                custom_field_reference?: components["parameters"]["CustomFieldReference"];
                /** @description What to do with single fields, by the name of the field. The vendor does not document the values; they are passed as an object in bracket notation. */
                field_actions?: components["parameters"]["FieldActions"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["ProductItemCreate"];
        responses: {
            201: components["responses"]["ProductItem"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    createProductItem: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["ProductItemCreate"];
        responses: {
            201: components["responses"]["ProductItem"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    searchProductItems: {
        parameters: {
            query?: {
                /** @description Id fields to expand, each with dots for nesting; ALL expands every one. The object appears beside its id: foo beside foo_id, foos beside foo_ids. A field that cannot be expanded is refused. At most 50, our limit. */
                "expand[]"?: components["parameters"]["Expand"];
                /** @description Entries a page holds at most. The maximum of 100 is our limit. */
                limit?: components["parameters"]["Limit"];
                /** @description Number of the page, from 1. */
                page?: components["parameters"]["Page"];
                /** @description Name of the field to sort by. */
                order_by?: components["parameters"]["SearchOrderBy"];
                /** @description Direction of the sort. */
                order_direction?: components["parameters"]["SearchOrderDirection"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["SearchCreate"];
        responses: {
            200: components["responses"]["ProductItemResponseWrapper"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    getProductItem: {
        parameters: {
            query?: {
                /** @description Id fields to expand, each with dots for nesting; ALL expands every one. The object appears beside its id: foo beside foo_id, foos beside foo_ids. A field that cannot be expanded is refused. At most 50, our limit. */
                "expand[]"?: components["parameters"]["Expand"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ProductItem"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    deleteProductItem: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ProductItem"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    updateProductItem: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["ProductItemUpdate"];
        responses: {
            200: components["responses"]["ProductItem"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    activateProductItem: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ProductItem"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    deprecateProductItem: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ProductItem"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    archiveProductItem: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ProductItem"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    listFeatures: {
        parameters: {
            query?: {
                /** @description Entries a page holds at most. The maximum of 100 is our limit. */
                limit?: components["parameters"]["Limit"];
                /** @description Number of the page, from 1. */
                page?: components["parameters"]["Page"];
                /** @description Name of the field to sort by. The default is created_at. */
                order_by?: components["parameters"]["OrderBy"];
                /** @description Direction of the sort. */
                order_direction?: components["parameters"]["OrderDirection"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["FeatureResponseWrapper"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    upsertFeature: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["FeatureCreate"];
        responses: {
            201: components["responses"]["Feature"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    createFeature: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["FeatureCreate"];
        responses: {
            201: components["responses"]["Feature"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    getFeature: {
        parameters: {
            query?: {
                /** @description Id fields to expand, each with dots for nesting; ALL expands every one. The object appears beside its id: foo beside foo_id, foos beside foo_ids. A field that cannot be expanded is refused. At most 50, our limit. */
                "expand[]"?: components["parameters"]["Expand"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Feature"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    deleteFeature: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Feature"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    updateFeature: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["FeatureUpdate"];
        responses: {
            200: components["responses"]["Feature"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    getCustomerEntitlements: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Entitlements"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    getPlatformEntitlements: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Entitlements"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    listPricingPlans: {
        parameters: {
            query?: {
                /** @description Only plans of this type. */
                type?: components["parameters"]["PlanType"];
                /** @description Only what belongs to the customer with this id. */
                customer_id?: components["parameters"]["CustomerIdFilter"];
                /** @description Only plans that have a version in one of these states. */
                "statuses[]"?: components["parameters"]["VersionStatuses"];
                /** @description Only plans of these variants. */
                "variants[]"?: components["parameters"]["PlanVariants"];
                /** @description Id fields to expand, each with dots for nesting; ALL expands every one. The object appears beside its id: foo beside foo_id, foos beside foo_ids. A field that cannot be expanded is refused. At most 50, our limit. */
                "expand[]"?: components["parameters"]["Expand"];
                /** @description Entries a page holds at most. The maximum of 100 is our limit. */
                limit?: components["parameters"]["Limit"];
                /** @description Number of the page, from 1. */
                page?: components["parameters"]["Page"];
                /** @description Name of the field to sort by. The default is created_at. */
                order_by?: components["parameters"]["OrderBy"];
                /** @description Direction of the sort. */
                order_direction?: components["parameters"]["OrderDirection"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["PricingPlanResponseWrapper"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    upsertPricingPlan: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["PricingPlanCreate"];
        responses: {
            201: components["responses"]["PricingPlan"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    createPricingPlan: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["PricingPlanCreate"];
        responses: {
            201: components["responses"]["PricingPlan"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    searchPricingPlans: {
        parameters: {
            query?: {
                /** @description Id fields to expand, each with dots for nesting; ALL expands every one. The object appears beside its id: foo beside foo_id, foos beside foo_ids. A field that cannot be expanded is refused. At most 50, our limit. */
                "expand[]"?: components["parameters"]["Expand"];
                /** @description Entries a page holds at most. The maximum of 100 is our limit. */
                limit?: components["parameters"]["Limit"];
                /** @description Number of the page, from 1. */
                page?: components["parameters"]["Page"];
                /** @description Name of the field to sort by. */
                order_by?: components["parameters"]["SearchOrderBy"];
                /** @description Direction of the sort. */
                order_direction?: components["parameters"]["SearchOrderDirection"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["SearchCreate"];
        responses: {
            200: components["responses"]["PricingPlanResponseWrapper"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    getPricingPlan: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["PricingPlan"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    deletePricingPlan: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["PricingPlan"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    updatePricingPlan: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["PricingPlanUpdate"];
        responses: {
            200: components["responses"]["PricingPlan"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    upsertPricingPlanVersion: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["PricingPlanVersionCreate"];
        responses: {
            201: components["responses"]["PricingPlanVersion"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    createPricingPlanVersion: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["PricingPlanVersionCreate"];
        responses: {
            201: components["responses"]["PricingPlanVersion"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    getPricingPlanVersion: {
        parameters: {
            query?: {
                /** @description Id fields to expand, each with dots for nesting; ALL expands every one. The object appears beside its id: foo beside foo_id, foos beside foo_ids. A field that cannot be expanded is refused. At most 50, our limit. */
                "expand[]"?: components["parameters"]["Expand"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["PricingPlanVersion"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    deletePricingPlanVersion: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["PricingPlanVersion"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    updatePricingPlanVersion: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["PricingPlanVersionUpdate"];
        responses: {
            200: components["responses"]["PricingPlanVersion"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    createPricing: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["PricingCreate"];
        responses: {
            201: components["responses"]["Pricing"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    deletePricing: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Pricing"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    updatePricing: {
        parameters: {
            query?: {
                /** @description What to do with single fields, by the name of the field. The vendor does not document the values; they are passed as an object in bracket notation. */
                field_actions?: components["parameters"]["FieldActions"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["PricingUpdate"];
        responses: {
            200: components["responses"]["Pricing"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    createPricingGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["PricingGroupCreate"];
        responses: {
            201: components["responses"]["PricingGroup"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    getPricingGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["PricingGroup"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    deletePricingGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["PricingGroup"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    updatePricingGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["PricingGroupUpdate"];
        responses: {
            200: components["responses"]["PricingGroup"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    listBillingEntities: {
        parameters: {
            query?: {
                /** @description Id fields to expand, each with dots for nesting; ALL expands every one. The object appears beside its id: foo beside foo_id, foos beside foo_ids. A field that cannot be expanded is refused. At most 50, our limit. */
                "expand[]"?: components["parameters"]["Expand"];
                /** @description Only resources with this value of a custom field, as reference:value. */
                custom_field?: components["parameters"]["CustomField"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["BillingEntityResponseWrapper"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    upsertBillingEntity: {
        parameters: {
            query?: {
                /** @description The field by which an existing resource is found. The default is reference. */
                identifier_field?: components["parameters"]["IdentifierField"];
                /** @description Reference of the custom field, when identifier_field is custom_field. */
                custom_field_reference?: components["parameters"]["CustomFieldReference"];
                /** @description What to do with single fields, by the name of the field. The vendor does not document the values; they are passed as an object in bracket notation. */
                field_actions?: components["parameters"]["FieldActions"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["BillingEntityCreate"];
        responses: {
            201: components["responses"]["BillingEntity"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    createBillingEntity: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["BillingEntityCreate"];
        responses: {
            201: components["responses"]["BillingEntity"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    getBillingEntity: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["BillingEntity"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    updateBillingEntity: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["BillingEntityUpdate"];
        responses: {
            200: components["responses"]["BillingEntity"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    listCustomers: {
        parameters: {
            query?: {
                /** @description Entries a page holds at most. The maximum of 100 is our limit. */
                limit?: components["parameters"]["Limit"];
                /** @description Number of the page, from 1. */
                page?: components["parameters"]["Page"];
                /** @description The field to sort by. */
                order_by?: components["parameters"]["CustomerOrderBy"];
                /** @description Only resources with this value of a custom field, as reference:value. */
                custom_field?: components["parameters"]["CustomField"];
                /** @description Direction of the sort. */
                order_direction?: components["parameters"]["OrderDirection"];
                /** @description Only the resource with exactly this reference. */
                reference?: components["parameters"]["ReferenceFilter"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["CustomerResponseWrapper"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    upsertCustomer: {
        parameters: {
            query?: {
                /** @description The field by which an existing resource is found. The default is reference. */
                identifier_field?: components["parameters"]["IdentifierField"];
                /** @description Reference of the custom field, when identifier_field is custom_field. */
                custom_field_reference?: components["parameters"]["CustomFieldReference"];
                /** @description What to do with single fields, by the name of the field. The vendor does not document the values; they are passed as an object in bracket notation. */
                field_actions?: components["parameters"]["FieldActions"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["CustomerCreate"];
        responses: {
            201: components["responses"]["Customer"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    createCustomer: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["CustomerCreate"];
        responses: {
            201: components["responses"]["Customer"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    searchCustomers: {
        parameters: {
            query?: {
                /** @description Id fields to expand, each with dots for nesting; ALL expands every one. The object appears beside its id: foo beside foo_id, foos beside foo_ids. A field that cannot be expanded is refused. At most 50, our limit. */
                "expand[]"?: components["parameters"]["Expand"];
                /** @description Entries a page holds at most. The maximum of 100 is our limit. */
                limit?: components["parameters"]["Limit"];
                /** @description Number of the page, from 1. */
                page?: components["parameters"]["Page"];
                /** @description Name of the field to sort by. */
                order_by?: components["parameters"]["SearchOrderBy"];
                /** @description Direction of the sort. */
                order_direction?: components["parameters"]["SearchOrderDirection"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["SearchCreate"];
        responses: {
            200: components["responses"]["CustomerResponseWrapper"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    getCustomer: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Customer"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    deleteCustomer: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Customer"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    updateCustomer: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["CustomerUpdate"];
        responses: {
            200: components["responses"]["Customer"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    activateCustomer: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Customer"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    deprecateCustomer: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Customer"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    archiveCustomer: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Customer"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    forgetCustomer: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Customer"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    listPricingPlanSubscriptions: {
        parameters: {
            query?: {
                /** @description Id fields to expand, each with dots for nesting; ALL expands every one. The object appears beside its id: foo beside foo_id, foos beside foo_ids. A field that cannot be expanded is refused. At most 50, our limit. */
                "expand[]"?: components["parameters"]["Expand"];
                /** @description Only what belongs to the customer with this id. */
                customer_id?: components["parameters"]["CustomerIdFilter"];
                /** @description Only subscriptions of this group. */
                pricing_plan_subscription_group_id?: components["parameters"]["SubscriptionGroupIdFilter"];
                /** @description Only the subscription with exactly this reference. Needs customer_id. */
                reference?: components["parameters"]["SubscriptionReferenceFilter"];
                /** @description Only subscriptions of this type. */
                type?: components["parameters"]["SubscriptionType"];
                /** @description Only subscriptions of this variant. */
                variant?: components["parameters"]["SubscriptionVariant"];
                /** @description Only subscriptions in this state. */
                status?: components["parameters"]["SubscriptionStatus"];
                /** @description Only subscriptions in one of these states. */
                "statuses[]"?: components["parameters"]["SubscriptionStatuses"];
                /** @description Only resources with this value of a custom field, as reference:value. */
                custom_field?: components["parameters"]["CustomField"];
                /** @description Only what starts in this range, written as one string: [from,to] with ISO 8601 instants. */
                start_at?: components["parameters"]["StartAtRange"];
                /** @description Only what was created in this range, written as one string: [from,to] with ISO 8601 instants. */
                created_at?: components["parameters"]["CreatedAtRange"];
                /** @description Number of the page, from 1. */
                page?: components["parameters"]["Page"];
                /** @description Entries a page holds at most. The maximum of 100 is our limit. */
                limit?: components["parameters"]["Limit"];
                /** @description The field to sort by. */
                order_by?: components["parameters"]["SubscriptionOrderBy"];
                /** @description Direction of the sort. */
                order_direction?: components["parameters"]["OrderDirection"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["PricingPlanSubscriptionResponseWrapper"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    upsertPricingPlanSubscription: {
        parameters: {
            query?: {
                /** @description The field by which an existing resource is found. The default is reference. */
                identifier_field?: components["parameters"]["IdentifierField"];
                /** @description Reference of the custom field, when identifier_field is custom_field. */
                custom_field_reference?: components["parameters"]["CustomFieldReference"];
                /** @description What to do with single fields, by the name of the field. The vendor does not document the values; they are passed as an object in bracket notation. */
                field_actions?: components["parameters"]["FieldActions"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["PricingPlanSubscriptionCreate"];
        responses: {
            201: components["responses"]["PricingPlanSubscription"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    createPricingPlanSubscription: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["PricingPlanSubscriptionCreate"];
        responses: {
            201: components["responses"]["PricingPlanSubscription"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    initPricingPlanSubscription: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["PricingPlanSubscriptionInitCreate"];
        responses: {
            200: components["responses"]["PricingPlanSubscriptionInit"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    searchPricingPlanSubscriptions: {
        parameters: {
            query?: {
                /** @description Id fields to expand, each with dots for nesting; ALL expands every one. The object appears beside its id: foo beside foo_id, foos beside foo_ids. A field that cannot be expanded is refused. At most 50, our limit. */
                "expand[]"?: components["parameters"]["Expand"];
                /** @description Entries a page holds at most. The maximum of 100 is our limit. */
                limit?: components["parameters"]["Limit"];
                /** @description Number of the page, from 1. */
                page?: components["parameters"]["Page"];
                /** @description Name of the field to sort by. */
                order_by?: components["parameters"]["SearchOrderBy"];
                /** @description Direction of the sort. */
                order_direction?: components["parameters"]["SearchOrderDirection"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["SearchCreate"];
        responses: {
            200: components["responses"]["PricingPlanSubscriptionResponseWrapper"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    getPricingPlanSubscription: {
        parameters: {
            query?: {
                /** @description Id fields to expand, each with dots for nesting; ALL expands every one. The object appears beside its id: foo beside foo_id, foos beside foo_ids. A field that cannot be expanded is refused. At most 50, our limit. */
                "expand[]"?: components["parameters"]["Expand"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["PricingPlanSubscription"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    deletePricingPlanSubscription: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["PricingPlanSubscription"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    updatePricingPlanSubscription: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["PricingPlanSubscriptionUpdate"];
        responses: {
            200: components["responses"]["PricingPlanSubscription"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    voidPricingPlanSubscription: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["PricingPlanSubscription"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    archivePricingPlanSubscription: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["PricingPlanSubscription"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    cancelPricingPlanSubscription: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["PricingPlanSubscriptionCancelCreate"];
        responses: {
            200: components["responses"]["PricingPlanSubscription"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    copyPricingPlanSubscription: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["PricingPlanSubscriptionCopyCreate"];
        responses: {
            200: components["responses"]["PricingPlanSubscription"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    listPricingPlanSchedules: {
        parameters: {
            query?: {
                /** @description Only what belongs to the subscription with this id. */
                pricing_plan_subscription_id?: components["parameters"]["SubscriptionIdFilter"];
                /** @description Id fields to expand, each with dots for nesting; ALL expands every one. The object appears beside its id: foo beside foo_id, foos beside foo_ids. A field that cannot be expanded is refused. At most 50, our limit. */
                "expand[]"?: components["parameters"]["Expand"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["PricingPlanScheduleResponseWrapper"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    createPricingPlanSchedule: {
        parameters: {
            query?: {
                /** @description Id fields to expand, each with dots for nesting; ALL expands every one. The object appears beside its id: foo beside foo_id, foos beside foo_ids. A field that cannot be expanded is refused. At most 50, our limit. */
                "expand[]"?: components["parameters"]["Expand"];
                /** @description End the schedule before where this one starts, also one that has an end; one without an end always ends there. Not together with set_next_start_at. */
                set_previous_end_at?: components["parameters"]["SetPreviousEndAt"];
                /** @description Start the schedule after where this one ends. Not together with set_previous_end_at. */
                set_next_start_at?: components["parameters"]["SetNextStartAt"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["PricingPlanScheduleCreate"];
        responses: {
            201: components["responses"]["PricingPlanSchedule"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    getPricingPlanSchedule: {
        parameters: {
            query?: {
                /** @description Id fields to expand, each with dots for nesting; ALL expands every one. The object appears beside its id: foo beside foo_id, foos beside foo_ids. A field that cannot be expanded is refused. At most 50, our limit. */
                "expand[]"?: components["parameters"]["Expand"];
                /** @description Add the plan version with the overrides of the schedule applied. */
                include_combined_pricing_plan_version?: components["parameters"]["IncludeCombinedPricingPlanVersion"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["PricingPlanSchedule"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    deletePricingPlanSchedule: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["PricingPlanSchedule"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    updatePricingPlanSchedule: {
        parameters: {
            query?: {
                /** @description Id fields to expand, each with dots for nesting; ALL expands every one. The object appears beside its id: foo beside foo_id, foos beside foo_ids. A field that cannot be expanded is refused. At most 50, our limit. */
                "expand[]"?: components["parameters"]["Expand"];
                /** @description End the schedule before where this one starts, also one that has an end; one without an end always ends there. Not together with set_next_start_at. */
                set_previous_end_at?: components["parameters"]["SetPreviousEndAt"];
                /** @description Start the schedule after where this one ends. Not together with set_previous_end_at. */
                set_next_start_at?: components["parameters"]["SetNextStartAt"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["PricingPlanScheduleUpdate"];
        responses: {
            200: components["responses"]["PricingPlanSchedule"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    getOnDemandPricingItems: {
        parameters: {
            query?: {
                /** @description The instant at which the items are sold. Default now. */
                timestamp?: components["parameters"]["OnDemandTimestamp"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OnDemandPricingItems"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    copyPricingPlanSchedule: {
        parameters: {
            query?: {
                /** @description Id fields to expand, each with dots for nesting; ALL expands every one. The object appears beside its id: foo beside foo_id, foos beside foo_ids. A field that cannot be expanded is refused. At most 50, our limit. */
                "expand[]"?: components["parameters"]["Expand"];
                /** @description End the schedule before where this one starts, also one that has an end; one without an end always ends there. Not together with set_next_start_at. */
                set_previous_end_at?: components["parameters"]["SetPreviousEndAt"];
                /** @description Start the schedule after where this one ends. Not together with set_previous_end_at. */
                set_next_start_at?: components["parameters"]["SetNextStartAt"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["PricingPlanScheduleCopyCreate"];
        responses: {
            201: components["responses"]["PricingPlanSchedule"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    migratePricingPlanSchedule: {
        parameters: {
            query?: {
                /** @description Id fields to expand, each with dots for nesting; ALL expands every one. The object appears beside its id: foo beside foo_id, foos beside foo_ids. A field that cannot be expanded is refused. At most 50, our limit. */
                "expand[]"?: components["parameters"]["Expand"];
                /** @description End the schedule before where this one starts, also one that has an end; one without an end always ends there. Not together with set_next_start_at. */
                set_previous_end_at?: components["parameters"]["SetPreviousEndAt"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["PricingPlanScheduleMigrateCreate"];
        responses: {
            201: components["responses"]["PricingPlanSchedule"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    listInvoices: {
        parameters: {
            query?: {
                /** @description Only what belongs to the customer with this id. */
                customer_id?: components["parameters"]["CustomerIdFilter"];
                /** @description Only invoices in one of these states: OPEN, DRAFT, FINAL, and what the vendor may add. */
                "statuses[]"?: components["parameters"]["InvoiceStatuses"];
                /** @description Only invoices dated in this range, written as one string: [from,to] with ISO 8601 instants. */
                invoice_date?: components["parameters"]["InvoiceDateRange"];
                /** @description Only paid, or only unpaid invoices. */
                paid?: components["parameters"]["PaidFilter"];
                /** @description Only invoices that are on hold, or only those that are not. */
                on_hold?: components["parameters"]["OnHoldFilter"];
                /** @description Only what belongs to the subscription with this id. */
                pricing_plan_subscription_id?: components["parameters"]["SubscriptionIdFilter"];
                /** @description Add the periods of each invoice. */
                include_periods?: components["parameters"]["IncludePeriods"];
                /** @description Add the lines of each invoice. Implies include_periods, since lines are inside periods. */
                include_lines?: components["parameters"]["IncludeLines"];
                /** @description Entries a page holds at most. The maximum of 100 is our limit. */
                limit?: components["parameters"]["Limit"];
                /** @description Number of the page, from 1. */
                page?: components["parameters"]["Page"];
                /** @description The field to sort by. */
                order_by?: components["parameters"]["InvoiceOrderBy"];
                /** @description Direction of the sort. */
                order_direction?: components["parameters"]["OrderDirection"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["InvoiceResponseWrapper"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    createInvoice: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["InvoiceCreate"];
        responses: {
            200: components["responses"]["Invoice"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    chargeOnDemandPricingItems: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["ChargeOnDemandPricingItemsCreate"];
        responses: {
            201: components["responses"]["Invoice"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    previewInvoice: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["InvoicePreviewActionCreate"];
        responses: {
            200: components["responses"]["InvoicePreviewActionResponse"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    searchInvoices: {
        parameters: {
            query?: {
                /** @description Name of the field to sort by. */
                order_by?: components["parameters"]["SearchOrderBy"];
                /** @description Direction of the sort. */
                order_direction?: components["parameters"]["SearchOrderDirection"];
                /** @description Id fields to expand, each with dots for nesting; ALL expands every one. The object appears beside its id: foo beside foo_id, foos beside foo_ids. A field that cannot be expanded is refused. At most 50, our limit. */
                "expand[]"?: components["parameters"]["Expand"];
                /** @description Entries a page holds at most. The maximum of 100 is our limit. */
                limit?: components["parameters"]["Limit"];
                /** @description Number of the page, from 1. */
                page?: components["parameters"]["Page"];
                /** @description Add the periods of each invoice. */
                include_periods?: components["parameters"]["IncludePeriods"];
                /** @description Add the lines of each invoice. Implies include_periods, since lines are inside periods. */
                include_lines?: components["parameters"]["IncludeLines"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["SearchCreate"];
        responses: {
            200: components["responses"]["InvoiceResponseWrapper"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    getInvoice: {
        parameters: {
            query?: {
                /** @description Only the share of this processing-only customer. */
                processing_only_customer_id?: components["parameters"]["ProcessingOnlyCustomerId"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Invoice"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    updateInvoice: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["InvoiceUpdate"];
        responses: {
            200: components["responses"]["Invoice"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    addInvoiceLine: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["OneOffInvoiceLineCreate"];
        responses: {
            200: components["responses"]["Invoice"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    createInvoiceLine: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["OneOffInvoiceLineCreate"];
        responses: {
            200: components["responses"]["Invoice"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    replaceInvoiceLine: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
                /** @description The id of the line. */
                invoiceLineResourceId: components["parameters"]["InvoiceLineResourceId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["OneOffInvoiceLineCreate"];
        responses: {
            200: components["responses"]["Invoice"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    deleteInvoiceLine: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
                /** @description The id of the line. */
                invoiceLineResourceId: components["parameters"]["InvoiceLineResourceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Invoice"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    getInvoicePdf: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["InvoicePdf"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    creditInvoice: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["InvoiceActionCreditCreate"];
        responses: {
            200: components["responses"]["Invoice"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    creditAndCopyInvoice: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["CreditAndCopyInvoiceRequestCreate"];
        responses: {
            200: components["responses"]["CreditAndCopyInvoiceResponse"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    refreshInvoice: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["RefreshInvoiceCreate"];
        responses: {
            200: components["responses"]["Invoice"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    archiveInvoice: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Invoice"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    listBulkActions: {
        parameters: {
            query?: {
                /** @description Entries a page holds at most. The maximum of 100 is our limit. */
                limit?: components["parameters"]["Limit"];
                /** @description Number of the page, from 1. */
                page?: components["parameters"]["Page"];
                /** @description Name of the field to sort by. The default is created_at. */
                order_by?: components["parameters"]["OrderBy"];
                /** @description Direction of the sort. */
                order_direction?: components["parameters"]["OrderDirection"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["BulkActionResponseWrapper"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    createBulkAction: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["BulkActionRequestCreate"];
        responses: {
            201: components["responses"]["BulkActionResponse"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    checkBulkAction: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["BulkActionRequestCreate"];
        responses: {
            200: components["responses"]["BulkActionCheck"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    searchBulkActions: {
        parameters: {
            query?: {
                /** @description Id fields to expand, each with dots for nesting; ALL expands every one. The object appears beside its id: foo beside foo_id, foos beside foo_ids. A field that cannot be expanded is refused. At most 50, our limit. */
                "expand[]"?: components["parameters"]["Expand"];
                /** @description Entries a page holds at most. The maximum of 100 is our limit. */
                limit?: components["parameters"]["Limit"];
                /** @description Number of the page, from 1. */
                page?: components["parameters"]["Page"];
                /** @description Name of the field to sort by. */
                order_by?: components["parameters"]["SearchOrderBy"];
                /** @description Direction of the sort. */
                order_direction?: components["parameters"]["SearchOrderDirection"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["SearchCreate"];
        responses: {
            200: components["responses"]["BulkActionResponseWrapper"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    getBulkAction: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["BulkActionResponse"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    listBulkActionItems: {
        parameters: {
            query?: {
                /** @description Only items in one of these states. */
                "statuses[]"?: components["parameters"]["ItemStatuses"];
                /** @description Entries a page holds at most. The maximum of 100 is our limit. */
                limit?: components["parameters"]["Limit"];
                /** @description Number of the page, from 1. */
                page?: components["parameters"]["Page"];
                /** @description Name of the field to sort by. The default is created_at. */
                order_by?: components["parameters"]["OrderBy"];
                /** @description Direction of the sort. */
                order_direction?: components["parameters"]["OrderDirection"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["BulkActionItemResponseWrapper"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    listCreditTypes: {
        parameters: {
            query?: {
                /** @description Only resources in one of these states. */
                "statuses[]"?: components["parameters"]["WalletStatuses"];
                /** @description Entries a page holds at most. The maximum of 100 is our limit. */
                limit?: components["parameters"]["Limit"];
                /** @description Number of the page, from 1. */
                page?: components["parameters"]["Page"];
                /** @description Name of the field to sort by. The default is created_at. */
                order_by?: components["parameters"]["OrderBy"];
                /** @description Direction of the sort. */
                order_direction?: components["parameters"]["OrderDirection"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["CreditTypeResponseWrapper"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    createCreditType: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["CreditTypeCreate"];
        responses: {
            201: components["responses"]["CreditType"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    getCreditType: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["CreditType"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    updateCreditType: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["CreditTypeUpdate"];
        responses: {
            200: components["responses"]["CreditType"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    activateCreditType: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["CreditType"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    deactivateCreditType: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["CreditType"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    deprecateCreditType: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["CreditType"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    archiveCreditType: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["CreditType"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    listWalletTypes: {
        parameters: {
            query?: {
                /** @description Only resources in one of these states. */
                "statuses[]"?: components["parameters"]["WalletStatuses"];
                /** @description Entries a page holds at most. The maximum of 100 is our limit. */
                limit?: components["parameters"]["Limit"];
                /** @description Number of the page, from 1. */
                page?: components["parameters"]["Page"];
                /** @description Name of the field to sort by. The default is created_at. */
                order_by?: components["parameters"]["OrderBy"];
                /** @description Direction of the sort. */
                order_direction?: components["parameters"]["OrderDirection"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["WalletTypeResponseWrapper"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    createWalletType: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["WalletTypeCreate"];
        responses: {
            201: components["responses"]["WalletType"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    getWalletType: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["WalletType"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    updateWalletType: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["WalletTypeUpdate"];
        responses: {
            200: components["responses"]["WalletType"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    activateWalletType: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["WalletType"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    deactivateWalletType: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["WalletType"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    deprecateWalletType: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["WalletType"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    archiveWalletType: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["WalletType"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    getCustomerWalletBalances: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["WalletBalanceStatusRequestCreate"];
        responses: {
            200: components["responses"]["CustomerWalletBalancesStatus"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    listWallets: {
        parameters: {
            query?: {
                /** @description Entries a page holds at most. The maximum of 100 is our limit. */
                limit?: components["parameters"]["Limit"];
                /** @description Number of the page, from 1. */
                page?: components["parameters"]["Page"];
                /** @description Name of the field to sort by. The default is created_at. */
                order_by?: components["parameters"]["OrderBy"];
                /** @description Direction of the sort. */
                order_direction?: components["parameters"]["OrderDirection"];
                /** @description Only what belongs to the customer with this id. */
                customer_id?: components["parameters"]["CustomerIdFilter"];
                /** @description Only wallets of the type with this id. */
                wallet_type_id?: components["parameters"]["WalletTypeIdFilter"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["WalletResponseWrapper"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    createWallet: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["WalletCreate"];
        responses: {
            201: components["responses"]["Wallet"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    getWallet: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Wallet"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    activateWallet: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Wallet"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    deactivateWallet: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Wallet"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    deprecateWallet: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Wallet"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    archiveWallet: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Wallet"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    getWalletBalance: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the resource, or its reference. */
                idOrRef: components["parameters"]["IdOrRef"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["WalletBalanceStatusRequestCreate"];
        responses: {
            200: components["responses"]["WalletBalanceStatus"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    listWalletGrants: {
        parameters: {
            query?: {
                /** @description Entries a page holds at most. The maximum of 100 is our limit. */
                limit?: components["parameters"]["Limit"];
                /** @description Number of the page, from 1. */
                page?: components["parameters"]["Page"];
                /** @description Name of the field to sort by. The default is created_at. */
                order_by?: components["parameters"]["OrderBy"];
                /** @description Direction of the sort. */
                order_direction?: components["parameters"]["OrderDirection"];
                /** @description Only what belongs to the customer with this id. */
                customer_id?: components["parameters"]["CustomerIdFilter"];
                /** @description Only grants to the wallet with this id. */
                wallet_id?: components["parameters"]["WalletIdFilter"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["WalletGrantResponseWrapper"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    createWalletGrant: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["WalletGrantCreate"];
        responses: {
            201: components["responses"]["WalletGrant"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    getWalletGrant: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["WalletGrant"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    listWebhooks: {
        parameters: {
            query?: {
                /** @description Entries a page holds at most. The maximum of 100 is our limit. */
                limit?: components["parameters"]["Limit"];
                /** @description Number of the page, from 1. */
                page?: components["parameters"]["Page"];
                /** @description Name of the field to sort by. The default is created_at. */
                order_by?: components["parameters"]["OrderBy"];
                /** @description Direction of the sort. */
                order_direction?: components["parameters"]["OrderDirection"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["WebhookResponseWrapper"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["WebhookCreate"];
        responses: {
            201: components["responses"]["Webhook"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    listWebhookActions: {
        parameters: {
            query?: {
                /** @description Entries a page holds at most. The maximum of 100 is our limit. */
                limit?: components["parameters"]["Limit"];
                /** @description Number of the page, from 1. */
                page?: components["parameters"]["Page"];
                /** @description Name of the field to sort by. The default is created_at. */
                order_by?: components["parameters"]["OrderBy"];
                /** @description Direction of the sort. */
                order_direction?: components["parameters"]["OrderDirection"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["WebhookActionResponseWrapper"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    testWebhookConnection: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["WebhookCreate"];
        responses: {
            200: components["responses"]["WebhookConnectionResponse"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    getWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Webhook"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Webhook"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    updateWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["WebhookUpdate"];
        responses: {
            200: components["responses"]["Webhook"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    deleteWebhookSecretKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Webhook"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    rollWebhookSecretKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["WebhookSecretKeyUpdate"];
        responses: {
            200: components["responses"]["Webhook"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    sendWebhookPenaltyBoxPayload: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["WebhookConnectionResponse"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    sendWebhookTest: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["WebhookConnectionResponse"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    listWebhookEvents: {
        parameters: {
            query?: {
                /** @description Only deliveries to the webhook with this id. The parameter is ours. */
                webhook_id?: components["parameters"]["WebhookIdFilter"];
                /** @description Only deliveries in this state. The parameter is ours. */
                status?: components["parameters"]["WebhookEventStatus"];
                /** @description Entries a page holds at most. The maximum of 100 is our limit. */
                limit?: components["parameters"]["Limit"];
                /** @description Number of the page, from 1. */
                page?: components["parameters"]["Page"];
                /** @description Name of the field to sort by. The default is created_at. */
                order_by?: components["parameters"]["OrderBy"];
                /** @description Direction of the sort. */
                order_direction?: components["parameters"]["OrderDirection"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["WebhookEventResponseWrapper"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    getWebhookEvent: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["WebhookEvent"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    resendWebhookEvent: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["WebhookEvent"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    listAlertRules: {
        parameters: {
            query?: {
                /** @description Id fields to expand, each with dots for nesting; ALL expands every one. The object appears beside its id: foo beside foo_id, foos beside foo_ids. A field that cannot be expanded is refused. At most 50, our limit. */
                "expand[]"?: components["parameters"]["Expand"];
                /** @description Entries a page holds at most. The maximum of 100 is our limit. */
                limit?: components["parameters"]["Limit"];
                /** @description Number of the page, from 1. */
                page?: components["parameters"]["Page"];
                /** @description Name of the field to sort by. The default is created_at. */
                order_by?: components["parameters"]["OrderBy"];
                /** @description Direction of the sort. */
                order_direction?: components["parameters"]["OrderDirection"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["AlertRuleResponseWrapper"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    createAlertRule: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["AlertRuleCreate"];
        responses: {
            201: components["responses"]["AlertRule"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    getAlertRule: {
        parameters: {
            query?: {
                /** @description Id fields to expand, each with dots for nesting; ALL expands every one. The object appears beside its id: foo beside foo_id, foos beside foo_ids. A field that cannot be expanded is refused. At most 50, our limit. */
                "expand[]"?: components["parameters"]["Expand"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["AlertRule"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    deleteAlertRule: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["AlertRule"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    updateAlertRule: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["AlertRuleUpdate"];
        responses: {
            200: components["responses"]["AlertRule"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    listAlerts: {
        parameters: {
            query?: {
                /** @description Only what belongs to the customer with this id. */
                customer_id?: components["parameters"]["CustomerIdFilter"];
                /** @description Number of the page, from 1. */
                page?: components["parameters"]["Page"];
                /** @description Entries a page holds at most. The maximum of 100 is our limit. */
                limit?: components["parameters"]["Limit"];
                /** @description Id fields to expand, each with dots for nesting; ALL expands every one. The object appears beside its id: foo beside foo_id, foos beside foo_ids. A field that cannot be expanded is refused. At most 50, our limit. */
                "expand[]"?: components["parameters"]["Expand"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["AlertResponseWrapper"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    createAlert: {
        parameters: {
            query?: never;
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
                /** @description Makes a repeated request safe: for 48 hours the stored response is replayed. The same key with another body is answered with 409, and while the first request is under way with 422. A UUID is advised. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["AlertCreate"];
        responses: {
            201: components["responses"]["Alert"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["RequestInFlight"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    getAlert: {
        parameters: {
            query?: {
                /** @description Id fields to expand, each with dots for nesting; ALL expands every one. The object appears beside its id: foo beside foo_id, foos beside foo_ids. A field that cannot be expanded is refused. At most 50, our limit. */
                "expand[]"?: components["parameters"]["Expand"];
            };
            header?: {
                /** @description The platform to act for, where a key has access to several. */
                "x-platform-id"?: components["parameters"]["PlatformId"];
            };
            path: {
                /** @description The id of the resource. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Alert"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Unexpected"];
        };
    };
    receiveWebhookDelivery: {
        parameters: {
            query?: never;
            header?: {
                /** @description ISO 8601 instant of the signature. Reject one that is more than five minutes old. */
                "X-PAYLOAD-SIGNATURE-TIMESTAMP"?: components["parameters"]["PayloadSignatureTimestamp"];
                /** @description v1= and the signature; several, separated by commas, while a rolled secret is still valid. */
                "X-PAYLOAD-SIGNATURE"?: components["parameters"]["PayloadSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "created_at": "2026-02-01T08:00:00Z",
                 *       "type": "INVOICE.STATUS_TO_FINAL",
                 *       "original_request_id": null,
                 *       "environment": "TEST",
                 *       "data": {
                 *         "object_type": "INVOICE",
                 *         "id": "inv_QlRPIONOZ4WyKh4ysLas",
                 *         "status": "FINAL",
                 *         "invoice_number": "2026-0001"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["WebhookPayload"];
            };
        };
        responses: {
            /** @description Received. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused. The event is sent again. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
