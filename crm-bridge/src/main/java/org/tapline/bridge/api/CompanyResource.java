package org.tapline.bridge.api;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tapline.bridge.contacts.Company;
import org.tapline.bridge.contacts.CompanyRegister;

/// `/companies`
@RestController
@RequestMapping("/api/v1/companies")
class CompanyResource {
    private static final int LONGEST_NAME = 500;

    private final CompanyRegister companies;

    CompanyResource(CompanyRegister companies) {
        this.companies = companies;
    }

    @GetMapping
    Listing<Company> list(
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam Optional<String> cursor,
            @RequestParam(defaultValue = "") String words) {
        int most = Listing.limit(limit);
        return Listing.byId(
                companies.list(most + 1, Listing.before(cursor), words), most, Company::id);
    }

    @GetMapping("/{company}")
    Company one(@PathVariable String company) {
        return find(companies, company);
    }

    record Named(@Nullable String name) {}

    @PutMapping("/{company}/name")
    Company rename(@PathVariable String company, @RequestBody Named body, Authentication holder) {
        String name =
                Fields.text("name", body.name(), LONGEST_NAME)
                        .orElseThrow(() -> new BadField("name", "a name is needed"));
        return companies.rename(find(companies, company), name, holder.getName());
    }

    /// @param company id, domain or name of the one that is merged
    record Other(@Nullable String company) {}

    @PostMapping("/{company}/merge")
    Company merge(@PathVariable String company, @RequestBody Other body, Authentication holder) {
        String other = body.company();
        if (other == null) {
            throw new BadField("company", "id, domain or name of the other company is needed");
        }
        return companies.merge(find(companies, company), find(companies, other), holder.getName());
    }

    static Company find(CompanyRegister companies, String which) {
        return companies.find(which).orElseThrow(() -> new NotFound("company not found: " + which));
    }
}
